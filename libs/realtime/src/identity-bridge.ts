import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IdentitySignals } from '@rumpus/auth';

import { EventBus } from './bus/event-bus.js';
import { SocketHub } from './sockets/socket-hub.js';

/** Carries changes of rights and sign-ins to sockets, here and on the other instances. */
@Injectable()
export class IdentityBridge implements OnModuleInit {
  constructor(
    private readonly signals: IdentitySignals,
    private readonly bus: EventBus,
    private readonly hub: SocketHub,
  ) {}

  onModuleInit(): void {
    this.signals.on('rights-changed', ({ userId }) => {
      this.bus.emit('identity.permissions.changed', { userId });
      this.hub.broadcast('permissions:changed', { user_id: userId });
    });
    this.signals.on('access-revoked', ({ userId }) => this.bus.emit('identity.access.revoked', { userId }));
    this.bus.on('identity.permissions.changed', ({ userId }) => this.hub.recheck(userId));
    this.bus.on('identity.access.revoked', ({ userId }) => this.hub.recheck(userId));
  }
}
