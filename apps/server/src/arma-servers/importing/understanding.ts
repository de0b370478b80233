import type { RotationItem } from '../configuration/files/model.js';
import type { SectionData, SectionName } from '../configuration/parameters/sections.js';

/** A setting that was understood: where it stood and what it became. */
export interface Understood {
  file: string;
  key: string;
  section: SectionName;
  field: string;
}

/** A setting that was not taken, and why. */
export interface Rejected {
  file: string;
  key: string;
  reason: string;
}

/** Everything that files of an existing server say, in our terms. Nothing in it was written anywhere yet. */
export class Understanding {
  readonly config: Partial<Record<SectionName, SectionData>> = {};
  readonly understood: Understood[] = [];
  readonly rejected: Rejected[] = [];
  /** Statements that have no field, as text for the raw block. */
  extra = '';
  rotation: RotationItem[] = [];
  gamePort: number | undefined;
  rconPort: number | undefined;

  accept(file: string, key: string, section: SectionName, field: string, value: unknown): void {
    this.config[section] = { ...this.config[section], [field]: value };
    this.understood.push({ file, key, section, field });
  }

  reject(file: string, key: string, reason: string): void {
    this.rejected.push({ file, key, reason });
  }
}
