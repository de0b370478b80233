import { Injectable } from '@nestjs/common';
import { notFound, unavailable } from '@rumpus/errors';
import { OutboundError } from '@rumpus/outbound';
import { placedSettings } from '@rumpus/config';
import { MusicProxy } from '../music-proxy.js';
import { missingSettings, providerNames, providerSettings } from '../providers/provider-settings.js';
import { capabilitiesOf, type MusicProvider } from '../providers/provider.js';
import type { ProviderList } from './admin.dto.js';

const envOf = new Map(placedSettings.filter(({ section }) => section === 'music').map(({ name, setting }) => [name, setting.env]));

/** Every provider there is, used or not. */
@Injectable()
export class AdminProvidersService {
  constructor(private readonly proxy: MusicProxy) {}

  list(): ProviderList {
    const { music } = this.proxy.settings;
    const audio = this.proxy.providers.audio(music.audioProviderOrder).map(({ name }) => name);
    const used = this.proxy.providers.list.map(({ name }) => name);
    const off = new Set(music.providersOff.map((name) => name.toLowerCase()));
    const rank = (name: string): number => (used.includes(name) ? used.indexOf(name) : used.length + providerNames.indexOf(name));
    const rows = providerNames.toSorted((a, b) => rank(a) - rank(b)).map((name) => {
      const provider = this.proxy.providers.list.find((one) => one.name === name);
      const { needs = [], uses = [], label = name } = providerSettings[name] ?? {};
      return {
        name, label: provider?.label ?? label, used: provider !== undefined, off: off.has(name),
        order: provider ? used.indexOf(name) + 1 : null,
        audioOrder: audio.includes(name) ? audio.indexOf(name) + 1 : null,
        capabilities: provider ? capabilitiesOf(provider) : [],
        health: provider?.health() ?? null,
        needs: needs.map(env), missing: missingSettings(name, music).map(env), settings: [...needs, ...uses].map(env),
      };
    });
    return { searchBudgetMs: music.searchBudgetMs, lookUpMs: music.providerTimeoutMs, providers: rows };
  }

  /** Asks a provider something cheap. @throws DomainError with what it answered */
  async probe(name: string): Promise<{ ms: number }> {
    const provider = this.provider(name);
    const startedAt = performance.now();
    try {
      await provider.probe(AbortSignal.timeout(this.proxy.settings.music.providerTimeoutMs));
    } catch (error) {
      throw unavailable(error instanceof OutboundError ? error.message : 'The provider does not answer');
    }
    return { ms: Math.round(performance.now() - startedAt) };
  }

  private provider(name: string): MusicProvider {
    const provider = this.proxy.providers.list.find((one) => one.name === name);
    if (!provider) throw notFound(providerNames.includes(name) ? 'This provider is not in use' : 'There is no such provider');
    return provider;
  }
}

const env = (name: string): string => envOf.get(name) ?? name;
