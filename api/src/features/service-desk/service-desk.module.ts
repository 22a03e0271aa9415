import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { DeskCallbackRepository } from './desk-callback.repository.js';
import { DeskCallbacksController } from './desk-callbacks.controller.js';
import { DeskCircuitRepository } from './desk-circuit.repository.js';
import { DeskTicketsController } from './desk-tickets.controller.js';
import { DeskTickets } from './desk-tickets.service.js';
import { HubDelivery } from './hub-delivery.js';
import { HubRepository } from './hub.repository.js';
import { HubsController } from './hubs.controller.js';
import { Hubs } from './hubs.service.js';

/** The way of customers' own service desks to their tickets: TMF621, and its events. */
@Module({
  imports: [TicketsModule],
  controllers: [DeskCallbacksController, DeskTicketsController, HubsController],
  providers: [DeskCallbackRepository, DeskCircuitRepository, DeskTickets, HubDelivery, HubRepository, Hubs],
})
export class ServiceDeskModule {}
