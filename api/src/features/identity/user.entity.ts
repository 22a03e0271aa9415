import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** A person who signs in. */
@Entity({ name: 'user_account' })
@Index('ux_user_email', ['email'], { unique: true })
export class UserEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  /** Lower case. */
  @Column({ type: 'varchar', length: 254 })
  email: string;

  @Column({ type: 'varchar', length: 80 })
  name: string;

  /** PHC string of argon2id. */
  @Column({ name: 'password_hash', type: 'varchar', length: 255 })
  passwordHash: string;

  @Column({ type: 'varchar', length: 8 })
  language: string;

  @Column({ name: 'time_zone', type: 'varchar', length: 64 })
  timeZone: string;

  /** ACTIVE or DISABLED. */
  @Column({ type: 'varchar', length: 16 })
  status: string;

  /** ms; null before the first time. */
  @Column({ name: 'last_sign_in_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  lastSignInAt: number | null;

  @Column({ name: 'password_changed_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  passwordChangedAt: number | null;
}
