import type { WebhookForms } from '../usecases/webhooks/webhook-form.ts'
import { caseManagementWebhooks } from './case-management/webhook-form.ts'
import { messagesWebhooks } from './messages/webhook-form.ts'

/** How the webhooks of every wire that has some speak. */
export const webhookForms: WebhookForms = {
  'case-management': caseManagementWebhooks,
  messages: messagesWebhooks,
}
