import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIVE_PATH } from '@linewatch/shared';
import { isForeignOrigin } from '../auth/request-origin.js';
import { handshakeHeaders } from '../http/security-headers.js';

type SocketServerOptions = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;

/** A client has nothing to say; what is longer than this is no mistake. */
const LONGEST_MESSAGE_BYTES = 64 * 1024;

/** Puts the one socket server onto the HTTP server of the API. */
export class LiveAdapter extends IoAdapter {
  /** @param behindProxy whether X-Forwarded-Host is written by a proxy of ours */
  constructor(
    app: INestApplicationContext,
    private readonly behindProxy: boolean,
  ) {
    super(app);
  }

  override createIOServer(): ReturnType<IoAdapter['createIOServer']> {
    const options: Partial<SocketServerOptions> = {
      path: LIVE_PATH,
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: LONGEST_MESSAGE_BYTES,
      allowRequest: (request, answer) => {
        const isForeign = isForeignOrigin(request.headers, this.hostOf(request));
        answer(isForeign ? 'request.foreign-origin' : null, !isForeign);
      },
    };
    // Port 0 stands for the HTTP server of the API.
    const server = super.createIOServer(0, options as SocketServerOptions);
    server.engine.use(handshakeHeaders());
    return server;
  }

  private hostOf({ headers }: IncomingMessage): string | undefined {
    const forwarded = this.behindProxy ? headers['x-forwarded-host'] : undefined;
    return typeof forwarded === 'string' ? forwarded : headers.host;
  }
}
