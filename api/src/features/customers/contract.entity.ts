import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What was agreed with a customer (合同). `slaClass` is a code of domain `slaClass`. */
@Entity({ name: 'contract' })
@Index('ux_contract_number', ['number'], { unique: true })
export class ContractEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ name: 'customer_id', type: 'varchar', length: 36 })
  customerId: string;

  @Column({ type: 'varchar', length: 40 })
  number: string;

  @Column({ name: 'sla_class', type: 'varchar', length: 32 })
  slaClass: string;
}
