import { Module } from '@nestjs/common';
import { OpenTickets } from './open-tickets.js';
import { TicketFacts } from './ticket-facts.js';

/** Trouble tickets: filing, their life and clocks, conversation and work orders, and the norm behind them. */
@Module({
  providers: [OpenTickets, TicketFacts],
  exports: [OpenTickets, TicketFacts],
})
export class TicketsModule {}
