import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One end of a circuit: the customer's site and the port that is watched there (电路端, 甲端/乙端). */
@Entity({ name: 'circuit_end' })
@Index('ux_circuit_end', ['circuitId', 'side', 'seq'], { unique: true })
@Index('ix_circuit_end_site', ['siteId'])
@Index('ix_circuit_end_port', ['portId'])
export class CircuitEndEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ name: 'circuit_id', type: 'varchar', length: 36 })
  circuitId: string;

  /** The circuit's customer, again, so that every query on ends can carry the scope's predicate. */
  @Column({ name: 'customer_id', type: 'varchar', length: 36 })
  customerId: string;

  /** A or Z. */
  @Column({ type: 'varchar', length: 1 })
  side: string;

  @Column({ type: 'int' })
  seq: number;

  /** Null where the end is the operator's own node (Internet lines). */
  @Column({ name: 'site_id', type: 'varchar', length: 36, nullable: true })
  siteId: string | null;

  @Column({ name: 'port_id', type: 'int', nullable: true })
  portId: number | null;

  /** Codes of the domains `monitoring`, `accessType`, `portType`. */
  @Column({ type: 'varchar', length: 16 })
  monitoring: string;

  @Column({ name: 'access_type', type: 'varchar', length: 32 })
  accessType: string;

  @Column({ name: 'port_type', type: 'varchar', length: 32, nullable: true })
  portType: string | null;
}
