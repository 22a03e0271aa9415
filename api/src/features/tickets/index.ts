export { OpenTickets, type OpenTicket, type SqlReader } from './open-tickets.js';
export { RatingLinks } from './rating-links.js';
export { TicketFacts, type ClockFact, type TicketFact } from './ticket-facts.js';
export { TicketsModule } from './tickets.module.js';
