import type { TicketStory, ToldStep } from './demo-ticket-story.js';

/** Tickets of the weeks before, most of them about outages that the demo's history tells of too; oldest first. */
export const CLOSED_STORIES: readonly TicketStory[] = [
  {
    ...{ name: 'flap-1', serial: 1, by: 'a-it', ago: 41_760, beganAgo: 41_795 },
    form: { symptom: 'INTERMITTENT', impact: 'low', description: '株洲支行生产专线闪断约 40 秒，已自行恢复。' },
    steps: quickly(41_760, '未发现持续告警，观察 24 小时无复现。', 'NO_FAULT_FOUND'),
  },
  {
    ...{ name: 'port-house', serial: 36, by: 'b-it', ago: 24_318, beganAgo: 24_330 },
    form: { symptom: 'DOWN', impact: 'high', description: '怀化分拨中心全部业务中断，前台设备指示灯正常。' },
    steps: [
      { ago: 24_310, by: 'noc', act: { action: 'dispatch', workGroup: 'FIELD', shift: 'DAY' } },
      { ago: 24_297, by: 'noc', act: { action: 'accept' } },
      { ago: 24_294, by: 'noc', says: '已受理，正在判断故障段落。' },
      ...[24_262, 24_207, 24_152].map((ago): ToldStep => ({
        ago,
        by: 'noc',
        says: '抢修人员在现场处理光缆，恢复后立即通知。',
      })),
      {
        ...{ ago: 24_118, by: 'noc', restoredAgo: 24_125 },
        act: {
          ...{ action: 'resolve', faultCause: '市政施工挖断光缆', faultSegment: 'ACCESS' },
          ...{ responsibility: 'THIRD_PARTY', solution: '现场重新布放并熔接光缆。' },
        },
      },
      { ago: 24_109, by: 'noc', act: { action: 'logCall', text: '已电话通知仓库值班，业务全部恢复。' } },
    ],
  },
  {
    ...{ name: 'flap-2', serial: 1, by: 'a-it', ago: 23_040, beganAgo: 23_062 },
    form: { symptom: 'INTERMITTENT', impact: 'low', description: '株洲支行生产专线再次闪断，柜面交易失败两笔。' },
    steps: quickly(23_040, '重新插拔株洲侧光模块，误码清零。', 'OPERATOR'),
  },
  {
    ...{ name: 'long', serial: 31, by: 'a-it', ago: 13_908, beganAgo: 13_920 },
    form: { symptom: 'DOWN', impact: 'high', description: '云溪支行到岳阳分行接入专线中断，网点停业。' },
    steps: [
      { ago: 13_899, by: 'noc', act: { action: 'dispatch', workGroup: 'ACCESS', text: '携带 OLT 备板到云溪。' } },
      { ago: 13_890, by: 'noc', act: { action: 'accept' } },
      { ago: 13_887, by: 'noc', says: '已受理，正在判断故障段落。' },
      ...[13_851, 13_796, 13_741, 13_688, 13_632].map((ago): ToldStep => ({
        ago,
        by: 'noc',
        says: '云溪接入机房停电，油机已到场，备板正在途中。',
      })),
      {
        ...{ ago: 13_602, by: 'noc', restoredAgo: 13_610 },
        act: {
          ...{ action: 'resolve', faultCause: '机房停电后 OLT 板卡损坏', faultSegment: 'POWER' },
          ...{ responsibility: 'OPERATOR', solution: '更换板卡，整治蓄电池组。' },
        },
      },
      { ago: 13_594, by: 'noc', act: { action: 'logCall', text: '已电话告知恢复时间和原因，客户要求提供故障报告。' } },
      { ago: 13_500, by: 'a-it', act: { action: 'confirm' } },
      {
        ...{ ago: 13_490, by: 'a-it', comment: '通报很及时，但备件等待太久。' },
        rates: { RESPONSE: 4, COMMUNICATION: 5, RESTORATION: 3, OVERALL: 3 },
      },
      {
        ...{ ago: 13_180, by: 'noc' },
        publishes: {
          zh: '更换云溪机房蓄电池组；在岳阳中心库增配 OLT 备板；停电超过 30 分钟即派油机。',
          en: 'new batteries in Yunxi, a spare OLT board in the store of Yueyang, a generator is sent after 30 minutes without mains.',
        },
      },
    ],
  },
  {
    ...{ name: 'cut', serial: 4, by: 'a-it', ago: 10_609, beganAgo: 10_620 },
    form: { symptom: 'DOWN', impact: 'high', description: '南岳支行生产专线中断，已切换到无线备份。' },
    steps: [
      { ago: 10_602, by: 'noc', act: { action: 'dispatch', workGroup: 'TRANSMISSION' } },
      { ago: 10_591, by: 'noc', act: { action: 'accept' } },
      { ago: 10_588, by: 'noc', says: '已受理，正在判断故障段落。' },
      ...[10_560, 10_506, 10_451].map((ago): ToldStep => ({
        ago,
        by: 'noc',
        says: '南岳方向光缆故障点已定位，正在熔接。',
      })),
      {
        ...{ ago: 10_436, by: 'noc', restoredAgo: 10_444 },
        act: {
          ...{ action: 'resolve', faultCause: '山体滑坡拉断架空光缆', faultSegment: 'TRANSPORT' },
          ...{ responsibility: 'OPERATOR', solution: '熔接光缆并改走新杆路。' },
        },
      },
      { ago: 10_430, by: 'noc', act: { action: 'logCall', text: '已电话确认支行业务恢复。' } },
      { ago: 10_381, by: 'a-it', act: { action: 'confirm' } },
      {
        ...{ ago: 10_370, by: 'a-it', comment: '进展通报及时，恢复后第一时间来电确认。' },
        rates: { RESPONSE: 5, COMMUNICATION: 5, RESTORATION: 4, OVERALL: 5 },
      },
      {
        ...{ ago: 10_020, by: 'noc' },
        publishes: {
          zh: '南岳方向光缆改为管道敷设，预计下月完成；完成前每周巡线一次。',
          en: 'the cable towards Nanyue is laid in ducts by next month and walked every week until then.',
        },
      },
    ],
  },
  {
    ...{ name: 'slow-dispatch', serial: 33, by: 'b-it', ago: 5_049, beganAgo: 5_060 },
    form: { symptom: 'DOWN', impact: 'medium', description: '城陵矶港仓组网专线中断，仓储系统离线作业。' },
    steps: [
      { ago: 5_027, by: 'noc', act: { action: 'dispatch', workGroup: 'DATA' } },
      { ago: 5_012, by: 'noc', act: { action: 'accept' } },
      { ago: 5_009, by: 'noc', says: '已受理，正在判断故障段落。' },
      {
        ...{ ago: 4_992, by: 'noc', restoredAgo: 5_038 },
        act: {
          ...{ action: 'resolve', faultCause: '接入交换机软件异常重启', faultSegment: 'NODE' },
          ...{ responsibility: 'OPERATOR', solution: '设备自行恢复，已升级软件版本。' },
        },
      },
      { ago: 4_985, by: 'noc', act: { action: 'logCall', text: '已电话通知客户恢复。' } },
      { ago: 4_300, by: 'b-it', act: { action: 'confirm' } },
      {
        ...{ ago: 300, by: 'b-it', comment: '派单太慢，打了两次电话才有人受理。' },
        rates: { RESPONSE: 2, COMMUNICATION: 2, RESTORATION: 4, OVERALL: 3 },
      },
    ],
  },
  {
    ...{ name: 'flap-3', serial: 1, by: 'system', ago: 4_193, beganAgo: 4_195 },
    form: { symptom: 'DOWN', impact: 'high', description: '系统监测到株洲支行端口中断，已主动建单。' },
    steps: [
      { ago: 4_187, by: 'noc', act: { action: 'dispatch', workGroup: 'ACCESS' } },
      { ago: 4_182, by: 'noc', act: { action: 'accept' } },
      { ago: 4_179, by: 'noc', says: '已受理，正在判断故障段落。' },
      {
        ...{ ago: 4_170, by: 'noc', restoredAgo: 4_177 },
        act: {
          ...{ action: 'resolve', faultCause: '株洲侧光模块老化，收光劣化', faultSegment: 'ACCESS' },
          ...{ responsibility: 'OPERATOR', solution: '更换株洲侧光模块。' },
        },
      },
      {
        ago: 4_164,
        by: 'noc',
        act: { action: 'logCall', text: '已电话告知恢复，因 45 天内第三次故障，另立单查根本原因。' },
      },
      { ago: 4_080, by: 'a-it', act: { action: 'confirm' } },
      {
        ...{ ago: 3_740, by: 'noc' },
        publishes: {
          zh: '三次故障均指向株洲侧同一光模块，已更换；同批次模块两周内全部排查。',
          en: 'all three faults point to one optical module in Zhuzhou, which was replaced; modules of its batch are checked within two weeks.',
        },
      },
    ],
  },
  {
    ...{ name: 'chronic', serial: 1, by: 'system', ago: 4_190, behind: ['flap-1', 'flap-2', 'flap-3'] },
    form: {
      ...{ ticketType: 'complaint', symptom: 'OTHER', impact: 'low' },
      description: '系统发现该电路 45 天内第三次故障，需查明根本原因。',
    },
    steps: [
      {
        ago: 4_180,
        by: 'noc',
        act: { action: 'dispatch', workGroup: 'FIELD', text: '排查株洲侧光路、尾纤和同批次光模块。' },
      },
      { ago: 4_171, by: 'noc', act: { action: 'accept' } },
      { ago: 4_168, by: 'noc', says: '已受理，正在判断故障段落。' },
      { ago: 2_890, by: 'noc', says: '光模块更换后 24 小时无误码；正在排查同批次模块，完成后给出结论。' },
    ],
  },
];

/** A small trouble that was looked into and confirmed the same day. */
function quickly(ago: number, solution: string, responsibility: 'OPERATOR' | 'NO_FAULT_FOUND'): ToldStep[] {
  return [
    { ago: ago - 9, by: 'noc', act: { action: 'dispatch', workGroup: 'ACCESS' } },
    { ago: ago - 21, by: 'noc', act: { action: 'accept' } },
    { ago: ago - 24, by: 'noc', says: '已受理，正在核查光路和误码。' },
    {
      ...{ ago: ago - 70, by: 'noc', restoredAgo: ago - 5 },
      act: { action: 'resolve', faultCause: '光路瞬断', faultSegment: 'ACCESS', responsibility, solution },
    },
    { ago: ago - 78, by: 'noc', act: { action: 'logCall', text: '已电话告知处理结果。' } },
    { ago: ago - 190, by: 'a-it', act: { action: 'confirm' } },
  ];
}
