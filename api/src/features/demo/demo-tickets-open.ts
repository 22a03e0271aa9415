import type { TicketStory } from './demo-ticket-story.js';

/** What is going on when the demo is started for the first time: each state that a ticket can be open in. */
export const OPEN_STORIES: readonly TicketStory[] = [
  {
    ...{ name: 'bandwidth', serial: 16, by: 'a-admin', ago: 1_700 },
    form: {
      ...{ ticketType: 'request', symptom: 'OTHER', impact: 'low' },
      description: '岳阳分行新增视频会议和远程柜台，现有 200M 高峰期已接近上限，申请扩容到 500M。',
      change: { kind: 'BANDWIDTH', bandwidthMbps: 500, place: null, on: null },
    },
    steps: [
      { ago: 1_630.5, by: 'am-li', act: { action: 'accept' } },
      { ago: 1_625, by: 'am-li', says: '已收到扩容申请，正在核查岳阳侧端口与传输资源，明天下午给您方案和报价。' },
    ],
  },
  {
    ...{ name: 'access', serial: 20, by: 'a-it', ago: 1_560, beganAgo: 1_580 },
    form: {
      ...{ symptom: 'LOSS', impact: 'low', mayInterrupt: true },
      description: '郴州支行到衡阳分行丢包约 2%，业务可用但办公系统卡顿。',
      contacts: [{ name: '郴州支行 邓志华', phone: '0735-2230118', siteId: null, accessHours: '工作日 09:00–17:00' }],
    },
    steps: [
      {
        ago: 1_552,
        by: 'noc',
        act: { action: 'dispatch', workGroup: 'ACCESS', text: '到支行机房检查光路与接入设备。' },
      },
      { ago: 1_541, by: 'noc', act: { action: 'accept' } },
      { ago: 1_530, by: 'noc', says: '局端收光正常，怀疑支行侧尾纤或接入设备，需要进入支行机房处理。' },
      {
        ...{ ago: 1_500, by: 'noc' },
        act: { action: 'hold', holdReason: 'CUSTOMER_ACCESS', text: '支行机房今日无法进入，等待客户安排入场时间。' },
      },
    ],
  },
  {
    ...{ name: 'restored', serial: 7, by: 'system', ago: 1_178, beganAgo: 1_180 },
    form: {
      ...{ symptom: 'DOWN', impact: 'high' },
      description: '系统监测到岳阳分行端口中断，已主动建单。',
    },
    steps: [
      { ago: 1_172, by: 'noc', act: { action: 'dispatch', workGroup: 'TRANSMISSION', shift: 'EVENING' } },
      { ago: 1_165, by: 'noc', act: { action: 'accept' } },
      { ago: 1_160, by: 'noc', says: '判断为岳阳局前光缆故障，正在切换到备用纤芯。' },
      {
        ...{ ago: 1_140, by: 'noc', restoredAgo: 1_154 },
        act: {
          ...{ action: 'resolve', faultCause: '光缆接头盒进水，衰耗增大', faultSegment: 'TRANSPORT' },
          ...{ responsibility: 'OPERATOR', solution: '切换至备用纤芯，更换接头盒并重新熔接。' },
        },
      },
      {
        ago: 1_133,
        by: 'noc',
        act: { action: 'logCall', text: '已电话告知科技部值班，业务恢复正常，请在门户中确认。' },
      },
    ],
  },
  {
    ...{ name: 'question', serial: 43, by: 'b-it', ago: 204, beganAgo: 260 },
    form: {
      ...{ symptom: 'SINGLE_APPLICATION', impact: 'low' },
      description: '空港仓访问报关系统时断时续，其他网站正常。',
    },
    steps: [
      { ago: 195, by: 'noc', act: { action: 'dispatch', workGroup: 'DATA' } },
      { ago: 188, by: 'noc', act: { action: 'accept' } },
      { ago: 186, by: 'noc', says: '已受理，正在检查空港仓出口和国际方向路由。' },
      {
        ...{ ago: 151, by: 'noc' },
        act: {
          action: 'requestInformation',
          text: '线路与出口未见异常。请提供报关系统的地址，以及故障时的路由跟踪结果。',
        },
      },
    ],
  },
  {
    ...{ name: 'slow', serial: 5, by: 'a-it', ago: 96, beganAgo: 131 },
    form: {
      ...{ symptom: 'SLOW', impact: 'medium', externalId: 'INC-20418' },
      description: '常德支行影像上传明显变慢，单张影像由 2 秒变为 15 秒以上，端口未中断。',
      contacts: [{ name: '常德支行 罗建军', phone: '0736-7251160', siteId: null, accessHours: '全天' }],
    },
    steps: [
      {
        ago: 90.4,
        by: 'noc',
        act: { action: 'dispatch', workGroup: 'TRANSMISSION', text: '核查常德方向误码与带宽限速。' },
      },
      { ago: 83.2, by: 'noc', act: { action: 'accept' } },
      { ago: 70, by: 'noc', says: '已受理，正在逐段核查数据中心至常德的误码和限速配置。' },
      { ago: 41.5, by: 'noc', keeps: '常德 2 槽板卡 15 分钟误码 312，准备申请倒换；先不答复恢复时间。' },
      { ago: 12.7, by: 'noc', says: '定位到常德侧板卡有误码，计划 30 分钟内倒换到备用板卡，倒换时业务闪断 1 秒以内。' },
      { ago: 9, by: 'a-it', says: '同意倒换，影像批量上传在 20 点以后，请在此之前完成。' },
    ],
  },
  {
    ...{ name: 'late', serial: 37, by: 'b-it', ago: 21, beganAgo: 44 },
    form: {
      ...{ symptom: 'DELAY', impact: 'medium', externalId: 'CDL-IT-2231' },
      description: '邵阳分拨中心到总部时延由 8 毫秒升到 60 毫秒，扫描枪录入卡顿。',
    },
    steps: [],
  },
];
