import { Injectable, Logger } from '@nestjs/common';
import { SnmpAccess } from '@linewatch/shared';
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

  async add(tx: Transaction, credentials: readonly NewCredential[]): Promise<void> {
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
        opened.set(id, SnmpAccess.parse(JSON.parse(this.secrets.open(sealed, placeOf(id)))));
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

/** What the sealing is bound to: moved to another row, a secret does not open. */
function placeOf(id: string): string {
  return `snmp_credential.sealed:${id}`;
}
