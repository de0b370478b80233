import { Injectable, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

import { ROUTE_POLICY, type RoutePolicy } from './decorators.js';

/** Metadata of `@SubscribeMessage`. */
const MESSAGE_METADATA = 'message';

/** One route or socket event and what it demands. */
export interface GuardedEntry {
  kind: 'route' | 'event';
  /** HTTP method; `EVENT` for socket events. */
  method: string;
  /** Path template (`/api/users/:id`) or event name. */
  path: string;
  /** Class and method that handle it. */
  handler: string;
  /** Undefined: none was declared, so the guard refuses everybody. */
  policy: RoutePolicy | undefined;
}

type Handler = (...args: unknown[]) => unknown;
type Prototype = Record<string, unknown>;

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [typeof value === 'string' ? value : '']);
const join = (...parts: string[]): string => `/${parts.flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`;

/** Lists every route and socket event of the app with its policy, as the guard sees it. */
@Injectable()
export class RouteInventory {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  all(): GuardedEntry[] {
    const routes = this.discovery.getControllers().flatMap(({ metatype, instance }) => this.#entries(metatype, instance, (type, method) => this.#routesOf(type, method)));
    const events = this.discovery.getProviders().flatMap(({ metatype, instance }) => this.#entries(metatype, instance, (type, method) => this.#eventsOf(type, method)));
    return [...routes, ...events].toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  }

  #entries(metatype: unknown, instance: unknown, read: (type: Handler, method: Handler) => Omit<GuardedEntry, 'policy' | 'handler'>[]): GuardedEntry[] {
    if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
    const type = metatype as Handler;
    const prototype = Object.getPrototypeOf(instance) as Prototype;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = prototype[name] as Handler;
      const policy = this.reflector.getAllAndOverride<RoutePolicy | undefined>(ROUTE_POLICY, [method, type]);
      return read(type, method).map((entry) => ({ ...entry, handler: `${type.name}.${name}`, policy }));
    });
  }

  #routesOf(type: Handler, method: Handler): Omit<GuardedEntry, 'policy' | 'handler'>[] {
    const verb: unknown = Reflect.getMetadata(METHOD_METADATA, method);
    if (typeof verb !== 'number') return [];
    const bases = list(Reflect.getMetadata(PATH_METADATA, type));
    return bases.flatMap((base) => list(Reflect.getMetadata(PATH_METADATA, method)).map((path) => ({ kind: 'route' as const, method: RequestMethod[verb] ?? 'ALL', path: join(base, path) })));
  }

  #eventsOf(_type: Handler, method: Handler): Omit<GuardedEntry, 'policy' | 'handler'>[] {
    const event: unknown = Reflect.getMetadata(MESSAGE_METADATA, method);
    return typeof event === 'string' ? [{ kind: 'event', method: 'EVENT', path: event }] : [];
  }
}
