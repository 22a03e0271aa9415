import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An enterprise customer (客户). `grade` is a code of domain `customerGrade`. */
@Entity({ name: 'customer' })
export class CustomerEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 32 })
  code: string;

  @Column({ name: 'name_zh', type: 'varchar', length: 120 })
  nameZh: string;

  @Column({ name: 'name_en', type: 'varchar', length: 120 })
  nameEn: string;

  @Column({ type: 'varchar', length: 32 })
  grade: string;

  /** IANA zone in which this customer's months and days are cut. */
  @Column({ name: 'time_zone', type: 'varchar', length: 64 })
  timeZone: string;

  @Column({ type: 'varchar', length: 16 })
  status: string;
}
