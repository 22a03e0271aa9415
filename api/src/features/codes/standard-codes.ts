import type { CodeView } from '@linewatch/shared';

/** A code that the product comes with. */
export type StandardCode = Omit<CodeView, 'isOffered'>;

type Text = readonly [code: string, nameZh: string, nameEn: string];

/**
 * The values that the product comes with, in both languages and in the order in which they are offered.
 * The 2002 core data standard (大客户管理系统核心数据标准, section 5.4) names the domains only; operators load their own values.
 */
const DOMAINS: Readonly<Record<string, readonly Text[]>> = {
  product: [
    ['SDH', 'SDH 数字电路', 'SDH leased line'],
    ['MSTP', 'MSTP 以太专线', 'MSTP Ethernet line'],
    ['OTN', 'OTN 精品专线', 'OTN private line'],
    ['MPLS_VPN', 'MPLS VPN 组网', 'MPLS VPN'],
    ['VPLS', 'VPLS 二层组网', 'VPLS layer 2 VPN'],
    ['IP_LINE', '互联网专线', 'Dedicated Internet line'],
    ['PON', 'PON 接入专线', 'PON access line'],
    ['SDWAN', 'SD-WAN 组网', 'SD-WAN'],
    ['DARK_FIBRE', '裸光纤', 'Dark fibre'],
    ['VOICE_TRUNK', '语音中继线', 'Voice trunk'],
    ['DDN', 'DDN 数字数据专线', 'Digital data network line'],
    ['FR', '帧中继', 'Frame relay'],
    ['ATM', 'ATM 专线', 'ATM line'],
  ],
  accessType: [
    ['FIBRE', '光纤接入', 'Fibre'],
    ['PON', 'PON 接入', 'PON'],
    ['COPPER', '铜缆接入', 'Copper'],
    ['MICROWAVE', '微波接入', 'Microwave'],
    ['WIRELESS', '无线接入', 'Wireless'],
  ],
  portType: [
    ['E1', 'E1 电口', 'E1'],
    ['STM1', 'STM-1 光口', 'STM-1 optical'],
    ['STM4', 'STM-4 光口', 'STM-4 optical'],
    ['STM16', 'STM-16 光口', 'STM-16 optical'],
    ['FE', '百兆以太网电口', 'Fast Ethernet'],
    ['GE_ELECTRICAL', '千兆以太网电口', 'Gigabit Ethernet electrical'],
    ['GE_OPTICAL', '千兆以太网光口', 'Gigabit Ethernet optical'],
    ['XGE', '万兆以太网光口', '10 Gigabit Ethernet optical'],
    ['HGE', '100G 以太网光口', '100 Gigabit Ethernet optical'],
    ['OTU2', 'OTU2 光口', 'OTU2 optical'],
    ['EPON', 'EPON 口', 'EPON'],
    ['GPON', 'GPON 口', 'GPON'],
    ['XGSPON', 'XGS-PON 口', 'XGS-PON'],
  ],
  customerGrade: [
    ['GROUP', '集团级', 'Group grade'],
    ['PROVINCE', '省级', 'Province grade'],
    ['LOCAL_A', '本地A级', 'Local grade A'],
    ['LOCAL_B', '本地B级', 'Local grade B'],
    ['LOCAL_C', '本地C级', 'Local grade C'],
  ],
  slaClass: [
    ['PLATINUM', '白金级', 'Platinum'],
    ['GOLD', '金级', 'Gold'],
    ['SILVER', '银级', 'Silver'],
    ['BRONZE', '铜级', 'Bronze'],
  ],
  networkGrade: [
    ['A', 'A级', 'Grade A'],
    ['B', 'B级', 'Grade B'],
    ['C', 'C级', 'Grade C'],
    ['D', 'D级', 'Grade D'],
  ],
  topology: [
    ['P2P', '点到点', 'Point to point'],
    ['P2MP', '点到多点', 'Point to multipoint'],
    ['INTERNET', '互联网接入', 'Internet access'],
  ],
  protection: [
    ['NONE', '无保护', 'Unprotected'],
    ['1+1', '1+1 保护', '1+1 protected'],
    ['1:1', '1：1 保护', '1:1 protected'],
    ['RING', '环网保护', 'Ring protected'],
    ['DUAL_HOMED', '双归保护', 'Dual-homed'],
  ],
  monitoring: [
    ['SNMP', '端口监测（SNMP）', 'Port monitored (SNMP)'],
    ['EMS', '网元管理系统监测', 'Monitored by the element manager'],
    ['PROBE', '拨测监测', 'Monitored by probes'],
    ['UNMONITORED', '未监测', 'Not monitored'],
  ],
  evidence: [
    ['POLL', '采集读数', 'Polled reading'],
    ['TRAP', '设备告警（Trap）', 'Device trap'],
    ['SILENCE', '没有读数', 'No readings'],
    ['MANUAL', '人工记录', 'Recorded by hand'],
    ['WORK', '计划检修', 'Planned work'],
  ],
  circuitState: [
    ['designed', '已设计', 'Designed'],
    ['reserved', '已预占', 'Reserved'],
    ['inactive', '未开通', 'Inactive'],
    ['active', '在用', 'Active'],
    ['suspended', '已停机', 'Suspended'],
    ['terminated', '已拆机', 'Terminated'],
  ],
  portStatus: [
    ['UP', '正常', 'Up'],
    ['DOWN', '中断', 'Down'],
    ['ADMIN_DOWN', '人工关闭', 'Shut down by the operator'],
    ['TESTING', '测试中', 'Testing'],
    ['STANDBY', '备用', 'Standby'],
    ['UNKNOWN', '未知', 'Unknown'],
  ],
  operatingStatus: [
    ['failed', '中断', 'Down'],
    ['degraded', '劣化', 'Degraded'],
    ['unknown', '未知', 'Unknown'],
    ['running', '正常', 'Up'],
    ['stopped', '停用', 'Out of service'],
  ],
  deviceFault: [
    [
      'NO_ANSWER',
      '设备无应答：检查地址、路由、团体名和设备上的访问控制',
      'No answer: check address, route, community and the access list on the device',
    ],
    ['NO_SUCH_HOST', '找不到主机名：检查管理地址或 DNS', 'No such host: check the management address or DNS'],
    [
      'PORT_CLOSED',
      '端口不可达：设备上没有 SNMP 服务在此端口应答',
      'Port closed: no SNMP service listens on this port',
    ],
    [
      'AUTH_LEVEL',
      '安全级别不被接受：设备要求其他认证或加密级别',
      'Security level refused: the device asks for another auth or privacy level',
    ],
    [
      'TIME_WINDOW',
      '超出时间窗口：设备的引擎时间与记录不符',
      'Not in time window: the engine time of the device does not match',
    ],
    ['UNKNOWN_USER', '用户不存在：设备上没有此 SNMPv3 用户', 'Unknown user: the device has no such SNMPv3 user'],
    ['UNKNOWN_ENGINE', '引擎标识不符：设备可能已更换', 'Unknown engine ID: the device may have been replaced'],
    ['WRONG_KEY', '认证失败：认证密钥或算法不对', 'Authentication failed: wrong key or algorithm'],
    ['DECRYPT', '解密失败：加密密钥或算法不对', 'Decryption failed: wrong privacy key or algorithm'],
    [
      'MALFORMED',
      '应答无法解析：设备返回了不合规的报文',
      'Malformed answer: the device sent a packet that breaks the protocol',
    ],
    [
      'OTHER_OID',
      '应答的对象不符：设备返回了没有请求的对象',
      'Wrong objects: the device answered with what was not asked for',
    ],
    ['REFUSED', '请求被拒绝：设备返回了错误状态', 'Refused: the device answered with an error status'],
    ['NO_INTERFACES', '没有接口数据：设备未提供接口表', 'No interfaces: the device gives no interface table'],
    ['INTERNAL', '采集器内部错误：请查看采集器日志', 'Collector error: see the log of the collector'],
  ],
};

/** Every standard value of every domain. */
export const STANDARD_CODES: readonly StandardCode[] = Object.entries(DOMAINS).flatMap(([domain, texts]) =>
  texts.map(([code, nameZh, nameEn], order) => ({ domain, code, nameZh, nameEn, order })),
);
