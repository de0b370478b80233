import type { ComponentType } from 'react';
import type { Schemas } from '../api/client.js';

type House = Schemas['House'];

/** Sections of the navigation, in the order they are shown. */
export const SECTIONS = ['home', 'library', 'music', 'servers', 'arcade', 'system', 'access'] as const;
export type Section = (typeof SECTIONS)[number];

export type Icon = ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean | 'true' | 'false' }>;

/** Something a person can go to, from the navigation or the palette. */
export interface NavItem {
  /** Path of the route. */
  readonly to: string;
  /** Translation key with its namespace, like `library:nav.platforms`. */
  readonly label: string;
  readonly icon: Icon;
  readonly section: Section;
  /** All of these are needed to see the item; a visitor without them never learns it exists. */
  readonly scopes?: readonly string[];
  /** Extra words the palette finds the item by; a translation key. */
  readonly keywords?: string;
  /** Shortcut after `g`: `{ goKey: 'l' }` means "press g, then l". */
  readonly goKey?: string;
  /** Palette only. */
  readonly hidden?: boolean;
}

/** Something the palette does that is no page. */
export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly scopes?: readonly string[];
  readonly run: (tools: { navigate: (to: string) => void }) => void;
}

/** One thing found by the palette's search. */
export interface SearchHit {
  readonly id: string;
  /** A person's or a file's own words, never translated. */
  readonly label: string;
  readonly description: string;
  readonly to: string;
}

/** Where the palette looks while somebody types. */
export interface SearchSource {
  /** Heading of the hits; a translation key. */
  readonly label: string;
  readonly icon: Icon;
  readonly scopes?: readonly string[];
  readonly find: (term: string, signal: AbortSignal) => Promise<SearchHit[]>;
}

/** What a module adds to the shell: one object per module folder, listed in `modules/index.ts`. */
export interface DashboardModule {
  /** Folder name; also the namespace of its strings. */
  readonly id: string;
  /** The server's module it is about; with that switched off it is not shown. */
  readonly needs?: House['modules'][number];
  readonly nav: readonly NavItem[];
  readonly actions?: readonly PaletteAction[];
  readonly search?: SearchSource;
}

/** True when every wanted scope is there. */
export function allowed(wanted: readonly string[] | undefined, scopes: ReadonlySet<string>): boolean {
  return (wanted ?? []).every((scope) => scopes.has(scope));
}
