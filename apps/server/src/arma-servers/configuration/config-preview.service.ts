import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { zipSync, strToU8 } from 'fflate';
import { missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnOwner } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { existingProfile } from '../supervision/server-files.js';
import { redact } from '../logs/line-parser.js';
import type { ConfigPreview } from './config.dto.js';
import { ConfigService } from './config.service.js';
import { lineDiff } from './diff.js';
import { launchArguments } from './files/launch-arguments.js';
import type { FileModel, RenderedFile } from './files/model.js';
import { renderFiles } from './files/render.js';
import { SECRET_FIELDS, type SectionName } from './parameters/sections.js';

/** Names under which files can be downloaded; nothing else is looked at. */
const DOWNLOADS = ['server.cfg', 'basic.cfg', 'server.Arma3Profile', 'beserver_x64.cfg', 'beserver.cfg', 'all.zip'] as const;

const quoted = (argument: string): string => (/[\s"';&|]/.test(argument) ? `'${argument.replaceAll("'", String.raw`'\''`)}'` : argument);

/** The secrets of a configuration as files hold them; longer ones first, so that one that contains another leaves no rest of it. */
const secretsOf = ({ config }: Pick<FileModel, 'config'>): string[] =>
  SECRET_FIELDS.map(({ section, field }) => config[section][field])
    .filter((secret): secret is string => typeof secret === 'string' && secret !== '')
    .map((secret) => secret.replaceAll('"', '""'))
    .sort((a, b) => b.length - a.length);

const masked = (text: string, secrets: readonly string[]): string => secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);

const launchView = (exe: string, args: readonly string[], mask: (text: string) => string): ConfigPreview['launch'] => ({ exe, args: args.map(mask), command_line: [exe, ...args].map((argument) => mask(quoted(argument))).join(' ') });

/** Shows what would be written, without writing it. */
@Injectable()
export class ConfigPreviewService {
  constructor(
    private readonly repository: ServersRepository,
    private readonly configs: ConfigService,
    private readonly models: FileModelService,
    private readonly events: EventsService,
    readonly router: HostRouter,
  ) {}

  /** @param reveal secrets in clear text; remembered in the history of events */
  @OnOwner('config.preview')
  async preview(serverId: number, reveal: boolean, actor: Actor): Promise<ConfigPreview> {
    const { files, args, exe, secrets } = await this.render(serverId);
    const mask = (text: string): string => (reveal ? text : masked(text, secrets));
    if (reveal) await this.events.record(await this.repository.get(serverId), 'updated', actor, { revealed: 'preview' });
    const shown = await Promise.all(
      files.map(async ({ name, path, content }) => {
        const current = await readFile(path, 'utf8').catch(() => '');
        return { name, path, content: mask(content), changed: current !== content, diff: reveal ? lineDiff(current, content) : mask(redact(lineDiff(current, content))) };
      }),
    );
    return { files: shown, launch: launchView(exe, args, mask) };
  }

  /** What changes would make of the files, compared with what the stored configuration makes of them; secrets stay hidden. */
  async draft(serverId: number, changes: Partial<Record<SectionName, unknown>>): Promise<ConfigPreview> {
    const server = await this.repository.get(serverId);
    const model = await this.models.build(server);
    const next = { ...model, config: this.configs.drafted(model.config, changes) };
    const profile = await existingProfile(model);
    const before = new Map(renderFiles(model, profile).map(({ name, content }) => [name, content]));
    const secrets = [...secretsOf(model), ...secretsOf(next)].sort((a, b) => b.length - a.length);
    const mask = (text: string): string => masked(text, secrets);
    const files = renderFiles(next, profile).map(({ name, path, content }) => {
      const current = before.get(name) ?? '';
      // Compared before it is masked, so that a new password shows as a change.
      return { name, path, content: mask(content), changed: current !== content, diff: mask(redact(lineDiff(current, content))) };
    });
    return { files, launch: launchView(server.exe_path, launchArguments(next), mask) };
  }

  /** One file as it would be written, or all of them as a zip. @throws LanguardError `NOT_FOUND` for any other name */
  async download(serverId: number, name: string): Promise<Buffer> {
    await this.router.assertHere(serverId);
    if (!(DOWNLOADS as readonly string[]).includes(name)) throw missing('file');
    const { files } = await this.render(serverId);
    if (name === 'all.zip') return Buffer.from(zipSync(Object.fromEntries(files.map((file) => [file.name, strToU8(file.content)]))));
    const file = files.find((candidate) => candidate.name === (name === 'beserver.cfg' ? 'beserver_x64.cfg' : name));
    if (file === undefined) throw missing('file');
    return Buffer.from(file.content);
  }

  private async render(serverId: number): Promise<{ files: RenderedFile[]; args: string[]; exe: string; secrets: string[] }> {
    const server = await this.repository.get(serverId);
    const model = await this.models.build(server);
    return { files: renderFiles(model, await existingProfile(model)), args: launchArguments(model), exe: server.exe_path, secrets: secretsOf(model) };
  }
}
