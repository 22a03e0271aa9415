import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** A piece of the history of a port or a circuit, [from, to), never overlapping per object (状态区间). */
@Entity({ name: 'state_interval' })
@Index('ix_state_object', ['objectType', 'objectId', 'fromAt'])
@Index('ix_state_customer', ['customerId', 'fromAt'])
export class StateIntervalEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  /** port or circuit. */
  @Column({ name: 'object_type', type: 'varchar', length: 8 })
  objectType: string;

  /** The circuit's id, or the port's number as text. */
  @Column({ name: 'object_id', type: 'varchar', length: 36 })
  objectId: string;

  /** Null for ports: they may carry several customers. */
  @Column({ name: 'customer_id', type: 'varchar', length: 36, nullable: true })
  customerId: string | null;

  /** PortStatus or OperatingStatus. */
  @Column({ type: 'varchar', length: 16 })
  status: string;

  @Column({ name: 'from_at', type: 'bigint', transformer: bigintAsNumber })
  fromAt: number;

  @Column({ name: 'to_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  toAt: number | null;

  /** The ends that were not up, as `A`, `Z`, `A,Z` or empty; circuits only. */
  @Column({ type: 'varchar', length: 8 })
  sides: string;

  /** Code of domain `evidence`. */
  @Column({ type: 'varchar', length: 16 })
  evidence: string;
}
