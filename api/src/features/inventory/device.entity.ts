import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** A device of the operator that carries ports of one or many customers (设备). Never shown to customers. */
@Entity({ name: 'device' })
@Index('ux_device_code', ['code'], { unique: true })
@Index('ux_device_address', ['address', 'snmpPort'], { unique: true })
export class DeviceEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 40 })
  code: string;

  @Column({ type: 'varchar', length: 120 })
  name: string;

  @Column({ type: 'varchar', length: 40 })
  vendor: string;

  @Column({ type: 'varchar', length: 60 })
  model: string;

  /** Management address: a literal or a host name. */
  @Column({ type: 'varchar', length: 120 })
  address: string;

  @Column({ name: 'snmp_port', type: 'int' })
  snmpPort: number;

  @Column({ name: 'credential_id', type: 'varchar', length: 36 })
  credentialId: string;

  @Column({ name: 'poll_profile_id', type: 'varchar', length: 36 })
  pollProfileId: string;

  /** REACHABLE, UNREACHABLE or UNKNOWN. */
  @Column({ type: 'varchar', length: 16 })
  reachability: string;

  /** A DeviceFault, null after an answer. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  fault: string | null;

  @Column({ type: 'int' })
  failures: number;

  @Column({ name: 'last_seen_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  lastSeenAt: number | null;

  /** Where it lies, for collectors of one region; null when nobody said. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  region: string | null;

  /** Only collectors with this tag poll it; null: any. */
  @Column({ name: 'required_tag', type: 'varchar', length: 40, nullable: true })
  requiredTag: string | null;

  /** ms; when it is to be discovered again. */
  @Column({ name: 'discovery_due_at', type: 'bigint', transformer: bigintAsNumber })
  discoveryDueAt: number;

  /** The collector that was given it last. */
  @Column({ name: 'polled_by', type: 'varchar', length: 36, nullable: true })
  polledBy: string | null;
}
