import { element, type Node, prettyText } from '@rumpus/eamuse-protocol';
import type { Config } from '@rumpus/config';

import { bootHandlers, sharedHandlers } from '../core/boot.js';
import { cardmngHandlers } from '../core/cardmng.js';
import { eacoinHandlers } from '../core/eacoin.js';
import { eventlogHandlers } from '../core/eventlog.js';
import type { ArcadeData } from '../store/arcade-data.js';
import { parsePcbid } from '../store/ids.js';
import type { MachineRecord } from '../store/machines.js';
import { Call, type RequestScope } from './call.js';
import type { CallCounter } from './call-counter.js';
import type { GameVersion, Handler } from './game.js';
import { type Model, parseModel } from './model.js';
import type { Network } from './network.js';
import { redact } from './redact.js';
import type { GameRegistry } from './registry.js';

/** Where a request came from. */
export interface Origin {
  /** IPv4 address of the client. */
  readonly address: string;
  readonly host: string | undefined;
  readonly prefix: string;
}

/** What a request comes to: a tree, or one of the failures that HTTP has words for (protocol spec 1.3). */
export type Outcome = { readonly kind: 'answer'; readonly root: Node } | { readonly kind: 'unhandled' } | { readonly kind: 'refused' } | { readonly kind: 'scanner' };

/** Roots that only scanners of the Internet send. */
const SCANNER_ROOTS = new Set(['soapenv:Envelope', 'soap:Envelope', 'methodCall']);
/** More calls in one packet than any cabinet sends. */
const MAX_CALLS = 32;
const DENIED = '1';

/** Finds the game and the handler of a call (core spec 2.4). Handlers are looked up in maps made at start, never by evaluating names. */
export class Dispatcher {
  private readonly handlers = new Map<GameVersion, ReadonlyMap<string, Handler>>();
  private readonly shared: ReadonlyMap<string, Handler>;

  constructor(
    private readonly registry: GameRegistry,
    private readonly data: ArcadeData,
    private readonly network: Network,
    private readonly config: Config['arcade'],
    private readonly counter: CallCounter,
    private readonly clock: () => number,
  ) {
    this.shared = new Map(Object.entries({ ...sharedHandlers, ...bootHandlers, ...cardmngHandlers, ...eacoinHandlers, ...eventlogHandlers }));
  }

  async dispatch(root: Node, origin: Origin): Promise<Outcome> {
    if (SCANNER_ROOTS.has(root.name)) return { kind: 'scanner' };
    const model = parseModel(root.attribute('model') ?? '');
    const calls = root.children;
    if (root.name !== 'call' || model === undefined || calls.length === 0 || calls.length > MAX_CALLS) return this.unhandled(root);
    const game = this.registry.resolve(model);
    const pcbid = parsePcbid(root.attribute('srcid') ?? '');
    const machine = await this.admit(pcbid, game);
    if (machine === undefined || pcbid === undefined) return this.refused(root, model, origin);
    if (game === undefined) return this.unhandled(root);
    const answers = await this.answer(calls, game, this.scopeOf(model, machine, origin));
    if (answers === undefined) return this.unhandled(root);
    return { kind: 'answer', root: element('response', answers).setAttribute('dstid', pcbid) };
  }

  /** The machine, if it may call; checked before any handler and before a machine is made. */
  private async admit(pcbid: string | undefined, game: GameVersion | undefined): Promise<MachineRecord | undefined> {
    if (pcbid === undefined) return undefined;
    const known = await this.data.machines.byPcbid(pcbid);
    if (this.config.enforcePcbid && (known === undefined || !fitsPin(known, game))) return undefined;
    return known ?? this.data.machines.ensure(pcbid);
  }

  private async refused(root: Node, model: Model, origin: Origin): Promise<Outcome> {
    const pcbid = (root.attribute('srcid') ?? '').slice(0, 64);
    await this.data.audit.put('unauthorized_pcbid', { pcbid, model: model.text, ip: origin.address }, this.clock());
    return { kind: 'refused' };
  }

  private scopeOf(model: Model, machine: MachineRecord, origin: Origin): RequestScope {
    const { arcade } = machine;
    return {
      model,
      machine,
      paseliEnabled: arcade?.paseliEnabled ?? this.config.paseliEnabled,
      paseliInfinite: arcade?.paseliInfinite ?? this.config.paseliInfinite,
      uri: arcade?.maskServicesUrl === true ? undefined : this.config.uri,
      clientAddress: origin.address,
      host: origin.host,
      prefix: origin.prefix,
      now: this.clock(),
    };
  }

  /** One answer per call in their order, or undefined when none could be handled. */
  private async answer(calls: readonly Node[], game: GameVersion, scope: RequestScope): Promise<Node[] | undefined> {
    const answers: (Node | undefined)[] = [];
    const definition = this.registry.series(game.series);
    if (definition === undefined) return undefined;
    for (const request of calls) {
      const call = new Call(request, scope, game, definition, this.data, this.network, this.config, (model, parent) => this.registry.resolve(model, parent));
      const handled = await this.handle(call);
      this.counter.count(game, call.module, call.method, handled !== undefined);
      const answer = handled ?? (await this.stub(call));
      if (answer !== undefined && answer.attribute('status') === undefined) answer.setAttribute('status', '0');
      answers.push(answer);
    }
    if (answers.every((answer) => answer === undefined)) return undefined;
    return answers.map((answer, i) => answer ?? element(calls[i]?.name ?? 'call').setAttribute('status', DENIED));
  }

  private async handle(call: Call): Promise<Node | undefined> {
    const handlers = this.handlersOf(call.game);
    const specific = await handlers.get(`${call.module}.${call.method}`)?.(call);
    return specific ?? handlers.get(`${call.module}.*`)?.(call);
  }

  /** An empty answer to a call nobody knows, where the operator explores a game; the audit names it all the same (core spec 7). */
  private async stub({ request, module, scope }: Call): Promise<Node | undefined> {
    if (!this.config.stubUnknown) return undefined;
    await this.data.audit.put('unhandled_packet', { model: scope.model.text, request: prettyText(redact(request)).slice(0, 10_000) }, this.clock());
    return element(module);
  }

  private handlersOf(game: GameVersion): ReadonlyMap<string, Handler> {
    const known = this.handlers.get(game);
    if (known !== undefined) return known;
    const own = new Map([...this.shared, ...Object.entries(game.handlers)]);
    this.handlers.set(game, own);
    return own;
  }

  private async unhandled(root: Node): Promise<Outcome> {
    await this.data.audit.put('unhandled_packet', { request: prettyText(redact(root)).slice(0, 10_000) }, this.clock());
    return { kind: 'unhandled' };
  }
}

/** Whether a machine that is pinned to a game may play this one (core spec 2.4 step 6). */
function fitsPin(machine: MachineRecord, game: GameVersion | undefined): boolean {
  if (machine.game === undefined) return true;
  if (game === undefined || game.series !== machine.game) return false;
  const pinned = machine.pinnedVersion ?? 0;
  if (pinned > 0) return game.version === pinned;
  return pinned === 0 || game.version <= -pinned;
}
