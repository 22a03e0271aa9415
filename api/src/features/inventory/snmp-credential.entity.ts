import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How to ask devices. `sealed` is an SnmpAccess as JSON, sealed by platform/secrets; write-only for people. */
@Entity({ name: 'snmp_credential' })
export class SnmpCredentialEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 80 })
  name: string;

  /** V1, V2C or V3: the part that may be shown. */
  @Column({ type: 'varchar', length: 8 })
  version: string;

  @Column({ type: 'varchar', length: 2000 })
  sealed: string;
}
