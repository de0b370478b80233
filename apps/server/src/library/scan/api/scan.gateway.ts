import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { MaybeUser, Public, type Principal } from '@rumpus/auth';
import { DomainError } from '@rumpus/errors';
import { MAIN_SOCKET_PATH } from '@rumpus/realtime';
import type { Socket } from 'socket.io';
import { scanRequestSchema } from '../scan-types.js';
import { ScansService } from './scans.service.js';

const NOT_ALLOWED = 'You are not authorized to run scans';

/**
 * Scans by socket, as RomM's clients ask for them (library-api spec §20.1). Open to all, because a refusal is an event and not
 * an error: whoever may not run scans is told so with `scan:done_ko`.
 */
@WebSocketGateway({ path: MAIN_SOCKET_PATH })
export class ScanGateway {
  constructor(private readonly scans: ScansService) {}

  @SubscribeMessage('scan')
  @Public()
  async scan(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown, @MaybeUser() user: Principal | undefined): Promise<void> {
    if (!user?.scopes.has('tasks.run')) return refuse(socket, NOT_ALLOWED);
    const request = scanRequestSchema.safeParse(body ?? {});
    if (!request.success) {
      const issue = request.error.issues[0];
      return refuse(socket, `Invalid scan options: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    }
    try {
      await this.scans.start(request.data, 'user', user.id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refuse(socket, error.message);
    }
  }

  @SubscribeMessage('scan:stop')
  @Public()
  async stop(@MaybeUser() user: Principal | undefined): Promise<void> {
    if (user?.scopes.has('tasks.run')) await this.scans.stop();
  }
}

/** Tells the caller and nobody else. */
const refuse = (socket: Socket, reason: string): void => {
  socket.emit('scan:done_ko', reason);
};
