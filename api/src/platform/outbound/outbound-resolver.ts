import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** Who knows the addresses of a host. */
export abstract class OutboundResolver {
  /** All addresses of a host, IPv4 and IPv6. @throws Error when it has none */
  abstract resolve(host: string): Promise<readonly string[]>;
}

/** Asks as all programs of this machine do. */
@Injectable()
export class SystemResolver extends OutboundResolver {
  override async resolve(host: string): Promise<readonly string[]> {
    return (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);
  }
}
