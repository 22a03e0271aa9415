import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** A collector as an identity: who may fetch work and deliver batches. */
@Entity({ name: 'collector' })
@Index('ux_collector_token', ['tokenHash'], { unique: true })
export class CollectorEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 32 })
  code: string;

  /** SHA-256 of the token, hex. */
  @Column({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  @Column({ name: 'last_seen_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  lastSeenAt: number | null;

  /** The devices it is for, null for all. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  region: string | null;

  /** What it is fit for, joined by commas; null: nothing in particular. */
  @Column({ type: 'varchar', length: 400, nullable: true })
  tags: string | null;

  /** ms; COLLECTOR_IMPAIRED since then, null while it is well. */
  @Column({ name: 'impaired_since', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  impairedSince: number | null;
}
