-- Triggers that write and protect the chain of receipts. Nobody but the owner of the database reads the table: there are no policies.

-- The newest draft of a lease is replaced by the next one, so it has no receipt until a reviewer accepts it.
create trigger answers_get_receipts
  after insert on reprise.answers
  for each row execute function reprise_private.append_receipt();
create trigger late_texts_get_receipts
  after insert on reprise.late_answers
  for each row when (new.reason <> 'late_draft')
  execute function reprise_private.append_receipt();
create trigger accepted_drafts_get_receipts
  after update of accepted_at on reprise.late_answers
  for each row when (new.reason = 'late_draft' and old.accepted_at is null and new.accepted_at is not null)
  execute function reprise_private.append_receipt();
create trigger receipts_write_once
  before update or delete on reprise_private.receipts
  for each row execute function reprise_private.refuse_change_of_receipts();
create trigger receipts_never_truncated
  before truncate on reprise_private.receipts
  for each statement execute function reprise_private.refuse_change_of_receipts();
