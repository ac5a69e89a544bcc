-- Did the student find the place himself? Then rule R15 asks for applications and the school's approval. Null: not known.
alter table placements add column own_choice boolean;
