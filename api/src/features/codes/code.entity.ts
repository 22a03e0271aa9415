import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One value of a code domain. Operators load their own values. */
@Entity({ name: 'code_value' })
export class CodeEntity {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  domain: string;

  @PrimaryColumn({ type: 'varchar', length: 32 })
  code: string;

  @Column({ name: 'name_zh', type: 'varchar', length: 80 })
  nameZh: string;

  @Column({ name: 'name_en', type: 'varchar', length: 80 })
  nameEn: string;

  @Column({ name: 'sort_order', type: 'int' })
  order: number;

  @Column({ type: 'boolean' })
  valid: boolean;
}
