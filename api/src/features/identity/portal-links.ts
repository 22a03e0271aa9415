import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';

/** Addresses of the portal for mails: of the configuration alone, since what a request calls its host may be a lie. */
@Injectable()
export class PortalLinks {
  private readonly origin: string;

  constructor(@Inject(ENV) env: Env) {
    this.origin = (env.PUBLIC_URL ?? `http://localhost:${String(env.PORT)}`).replace(/\/+$/, '');
  }

  /** The token stands behind the hash, which no server and no log gets to see. */
  to(path: string, token?: string): string {
    return `${this.origin}${path}${token === undefined ? '' : `#${token}`}`;
  }
}
