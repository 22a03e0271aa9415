import { Injectable, Logger } from '@nestjs/common';
import { DomainError, SnmpAccess, usesLegacyProtocol } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { InventoryVersion } from './inventory-version.js';

export interface NewCredential {
  readonly id: string;
  readonly name: string;
  readonly access: SnmpAccess;
}

/** How devices are asked. Communities and keys lie sealed in the database and leave it only by `openAll`. */
@Injectable()
export class CredentialRepository {
  private readonly logger = new Logger(CredentialRepository.name);

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly version: InventoryVersion,
  ) {}

  /** @throws DomainError `credential.legacy-protocol` for MD5, SHA-1 or DES without the word that somebody knows */
  async add(tx: Transaction, credentials: readonly NewCredential[]): Promise<void> {
    for (const { name, access } of credentials) refuseLegacy(name, access);
    await this.secrets.hold(tx);
    await tx.insertMany(
      'snmp_credential',
      ['id', 'name', 'version', 'sealed'],
      ['id'],
      credentials.map(({ id, name, access }) => [
        id,
        name,
        access.version,
        this.secrets.seal(JSON.stringify(access), placeOf(id)),
      ]),
    );
    await this.version.advance(tx);
  }

  /** Every access by the id of its credential. One that does not open is logged and left out: the others go on. */
  async openAll(): Promise<Map<string, SnmpAccess>> {
    const rows = await this.database.read<{ id: string; sealed: string }>('SELECT id, sealed FROM snmp_credential');
    const opened = new Map<string, SnmpAccess>();
    for (const { id, sealed } of rows) {
      try {
        const access: unknown = JSON.parse(this.secrets.open(sealed, placeOf(id)));
        if (isUnmarkedLegacy(access)) this.logger.error({ msg: UNMARKED_LEGACY, credentialId: id });
        else opened.set(id, SnmpAccess.parse(access));
      } catch (error) {
        // The key file was replaced or a row was tampered with. The error names neither key nor secret.
        const reason = error instanceof Error ? error.name : 'unknown';
        this.logger.error({
          msg: 'a credential cannot be opened: was secrets.key replaced?',
          credentialId: id,
          reason,
        });
      }
    }
    return opened;
  }
}

const UNMARKED_LEGACY = 'a credential uses MD5, SHA-1 or DES without "legacy": its devices are not polled';

function refuseLegacy(name: string, access: SnmpAccess): void {
  if (!isUnmarkedLegacy(access)) return;
  const message = 'MD5, SHA-1 and DES are refused unless the credential says legacy: true';
  throw new DomainError('credential.legacy-protocol', message, { name });
}

function isUnmarkedLegacy(access: unknown): boolean {
  if (typeof access !== 'object' || access === null) return false;
  return usesLegacyProtocol(access) && Reflect.get(access, 'legacy') !== true;
}

/** What the sealing is bound to: moved to another row, a secret does not open. */
function placeOf(id: string): string {
  return `snmp_credential.sealed:${id}`;
}
