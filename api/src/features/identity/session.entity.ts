import type { SignInStep } from '@linewatch/shared';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** A browser session. The token itself is only in the cookie; the row is found by its SHA-256. */
@Entity({ name: 'user_session' })
@Index('ix_session_user', ['userId'])
export class SessionEntity {
  @PrimaryColumn({ name: 'token_hash', type: 'varchar', length: 64 })
  tokenHash: string;

  /** What lists and logs may name instead of the hash. */
  @Column({ type: 'varchar', length: 36 })
  id: string;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ name: 'created_at', type: 'bigint', transformer: bigintAsNumber })
  createdAt: number;

  @Column({ name: 'last_seen_at', type: 'bigint', transformer: bigintAsNumber })
  lastSeenAt: number;

  @Column({ name: 'expires_at', type: 'bigint', transformer: bigintAsNumber })
  expiresAt: number;

  @Column({ type: 'varchar', length: 64 })
  address: string;

  @Column({ name: 'user_agent', type: 'varchar', length: 255 })
  userAgent: string;

  /** DONE, or what the sign-in still waits for: CODE, ENROL. */
  @Column({ type: 'varchar', length: 8 })
  step: SignInStep;

  /** Key of the standing that was chosen; null for the person's first. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  standing: string | null;

  /** The customer whose view is taken; null for none. */
  @Column({ name: 'viewing_customer', type: 'varchar', length: 36, nullable: true })
  viewingCustomer: string | null;

  /** ms; until when. */
  @Column({ name: 'viewing_until', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  viewingUntil: number | null;
}
