import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** What is known of a circuit now, composed of its ends (P-COMPOSE). One row a circuit; the list sorts by it. */
@Entity({ name: 'circuit_state' })
@Index('ix_circuit_state_customer', ['customerId', 'rank'])
export class CircuitStateEntity {
  @PrimaryColumn({ name: 'circuit_id', type: 'varchar', length: 36 })
  circuitId: string;

  @Column({ name: 'customer_id', type: 'varchar', length: 36 })
  customerId: string;

  @Column({ type: 'varchar', length: 16 })
  status: string;

  /** statusRank(status): 0 is worst. */
  @Column({ name: 'status_rank', type: 'int' })
  rank: number;

  @Column({ type: 'bigint', nullable: true, transformer: bigintAsNumber })
  since: number | null;

  @Column({ name: 'sample_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  sampleAt: number | null;

  @Column({ name: 'interval_s', type: 'int' })
  intervalS: number;

  @Column({ name: 'in_bps', type: 'double', nullable: true })
  inBps: number | null;

  @Column({ name: 'out_bps', type: 'double', nullable: true })
  outBps: number | null;

  /** Percent of the contracted bandwidth. */
  @Column({ type: 'double', nullable: true })
  utilisation: number | null;

  /** ms; when the end was read that was read longest ago. Null while one of them never was. */
  @Column({ name: 'oldest_end_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  oldestEndAt: number | null;

  /** ms; when the end was read that was read last. */
  @Column({ name: 'newest_end_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  newestEndAt: number | null;
}
