import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/** One role of one user in one scope. Several grants of the same role widen it (manager of many customers, user of many sites). */
@Entity({ name: 'role_grant' })
@Index('ix_role_grant_user', ['userId'])
export class RoleGrantEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ type: 'varchar', length: 32 })
  role: string;

  /** ALL, CUSTOMER or SITE. */
  @Column({ name: 'scope_type', type: 'varchar', length: 16 })
  scopeType: string;

  /** The customer's or site's id; null for ALL. */
  @Column({ name: 'scope_id', type: 'varchar', length: 36, nullable: true })
  scopeId: string | null;

  /** ms since which the right rests; null while it counts. */
  @Column({ name: 'suspended_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  suspendedAt: number | null;
}
