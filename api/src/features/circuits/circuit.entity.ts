import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** A circuit of a customer (电路). Codes belong to the domains `product`, `topology`, `protection`, `networkGrade`. */
@Entity({ name: 'circuit' })
@Index('ux_circuit_code', ['code'], { unique: true })
@Index('ix_circuit_customer', ['customerId', 'code'])
export class CircuitEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 64 })
  code: string;

  @Column({ type: 'varchar', length: 120 })
  name: string;

  /** The customer's own word for it. */
  @Column({ type: 'varchar', length: 80, nullable: true })
  alias: string | null;

  @Column({ name: 'customer_id', type: 'varchar', length: 36 })
  customerId: string;

  @Column({ name: 'contract_id', type: 'varchar', length: 36, nullable: true })
  contractId: string | null;

  @Column({ type: 'varchar', length: 32 })
  product: string;

  @Column({ name: 'contracted_bps', type: 'bigint', transformer: bigintAsNumber })
  contractedBps: number;

  @Column({ type: 'varchar', length: 16 })
  topology: string;

  @Column({ type: 'varchar', length: 16 })
  protection: string;

  /** SERIES or PARALLEL (P-COMPOSE). */
  @Column({ name: 'compose_mode', type: 'varchar', length: 16 })
  composeMode: string;

  /** TMF638: designed, reserved, inactive, active, suspended, terminated. */
  @Column({ type: 'varchar', length: 16 })
  state: string;

  @Column({ name: 'network_grade', type: 'varchar', length: 16, nullable: true })
  networkGrade: string | null;

  @Column({ name: 'activated_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  activatedAt: number | null;
}
