import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A monitored port. Its small integer id is what the sample tables carry. Found on the device by `ifName`. */
@Entity({ name: 'port' })
@Index('ux_port_device_name', ['deviceId', 'ifName'], { unique: true })
export class PortEntity {
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ name: 'device_id', type: 'varchar', length: 36 })
  deviceId: string;

  @Column({ name: 'if_name', type: 'varchar', length: 80 })
  ifName: string;

  /** What ifAlias should say: the circuit code. */
  @Column({ name: 'if_alias', type: 'varchar', length: 80, nullable: true })
  ifAlias: string | null;

  /** PRIMARY, BACKUP or UPLINK. */
  @Column({ type: 'varchar', length: 16 })
  role: string;
}
