import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A place of a customer at which circuits end (客户站点). */
@Entity({ name: 'site' })
@Index('ix_site_customer', ['customerId'])
export class SiteEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ name: 'customer_id', type: 'varchar', length: 36 })
  customerId: string;

  @Column({ type: 'varchar', length: 32 })
  code: string;

  @Column({ name: 'name_zh', type: 'varchar', length: 120 })
  nameZh: string;

  @Column({ name: 'name_en', type: 'varchar', length: 120 })
  nameEn: string;

  @Column({ type: 'varchar', length: 200 })
  address: string;
}
