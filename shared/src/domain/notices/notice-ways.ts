/** How one person is told: in the portal, by mail, by SMS, by the browsers that they switched on. */
export const NOTICE_WAYS = ['portal', 'mail', 'sms', 'push'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];

/** What else of a customer is told: its own systems by webhook, and the robots of its chats. */
export const ROOM_TYPES = ['webhook', 'wecom', 'dingtalk', 'feishu'] as const;
export type RoomType = (typeof ROOM_TYPES)[number];
