"""Lay the tables of every feature.

Revision ID: 92431a5ea681
Revises: 
"""

import sqlalchemy as sa
from alembic import op


revision = '92431a5ea681'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_label', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('subject_type', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_event_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_at'), ['at'], unique=False)
        batch_op.create_index('ix_audit_event_subject', ['subject_type', 'subject_id', 'id'], unique=False)

    op.create_table('college',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('fee_euros', sa.Integer(), nullable=True),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_college')),
    sa.UniqueConstraint('code', name=op.f('uq_college_code'))
    )
    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('preference', sa.Enum('at_once', 'daily', 'weekly', 'portal_only', name='mail_preference', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('newsletter_opt_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hold_reason', sa.Text(), nullable=True),
    sa.Column('archived_on', sa.Date(), nullable=True),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('email', name=op.f('uq_contact_email'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_sort_key'), ['sort_key'], unique=False)

    op.create_table('federation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('short_name', sa.Text(), nullable=False),
    sa.Column('description_fr', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_federation')),
    sa.UniqueConstraint('code', name=op.f('uq_federation_code'))
    )
    op.create_table('heartbeat',
    sa.Column('process', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('process', name=op.f('pk_heartbeat'))
    )
    op.create_table('key_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_figure'))
    )
    op.create_table('member_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_group')),
    sa.UniqueConstraint('folded', name=op.f('uq_member_group_folded'))
    )
    op.create_table('milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('text_fr', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    op.create_table('network',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network')),
    sa.UniqueConstraint('code', name=op.f('uq_network_code'))
    )
    op.create_table('periodic_run',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('last_run_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_periodic_run'))
    )
    op.create_table('rate_count',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('window_start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window_start', name=op.f('pk_rate_count'))
    )
    with op.batch_alter_table('rate_count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rate_count_window_start'), ['window_start'], unique=False)

    op.create_table('region',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_covered', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region')),
    sa.UniqueConstraint('code', name=op.f('uq_region_code'))
    )
    op.create_table('sector',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector')),
    sa.UniqueConstraint('code', name=op.f('uq_sector_code'))
    )
    op.create_table('setting',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_setting'))
    )
    op.create_table('stored_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stored_file_sha256'), ['sha256'], unique=False)

    op.create_table('tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag')),
    sa.UniqueConstraint('folded', name=op.f('uq_tag_folded'))
    )
    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('dedupe_key', sa.Text(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('queued', 'sending', 'sent', 'bounced', 'failed', 'suppressed', name='delivery_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('recipient_name', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('reply_to', sa.Text(), nullable=False),
    sa.Column('unsubscribe_url', sa.Text(), nullable=False),
    sa.Column('message_id', sa.Text(), nullable=False),
    sa.Column('holds_token', sa.Boolean(), nullable=False),
    sa.Column('scrubbed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('suppressed_reason', sa.Text(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(sent_at IS NOT NULL) = (status = 'sent')", name=op.f('ck_delivery_sent_at_once_sent')),
    sa.CheckConstraint("status <> 'suppressed' OR suppressed_reason IS NOT NULL", name=op.f('ck_delivery_suppressed_with_a_reason')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_delivery_contact_id_contact'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_delivery_dedupe_key')),
    sa.UniqueConstraint('message_id', name=op.f('uq_delivery_message_id'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index('ix_delivery_due', ['status', 'priority', 'next_attempt_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_kind'), ['kind'], unique=False)

    op.create_table('department',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_department_region_id_region'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('code', name=op.f('uq_department_code'))
    )
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_department_region_id'), ['region_id'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'running', 'done', 'failed', name='job_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('available_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.Text(), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('done >= 0 AND total >= 0', name=op.f('ck_job_progress_is_counted')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_job_file_id_stored_file'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_due', ['state', 'available_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_requested_by_id'), ['requested_by_id'], unique=False)

    op.create_table('mandate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_mandate_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_mandate_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_mandate_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandate'))
    )
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mandate_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandate_sector_id'), ['sector_id'], unique=False)

    op.create_table('priority',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_priority_federation_id_federation'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority')),
    sa.UniqueConstraint('federation_id', 'code', name=op.f('uq_priority_federation_id_code'))
    )
    with op.batch_alter_table('priority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_priority_federation_id'), ['federation_id'], unique=False)

    op.create_table('programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('description_fr', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_programme_federation_id_federation'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('federation_id', 'code', name=op.f('uq_programme_federation_id_code'))
    )
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_federation_id'), ['federation_id'], unique=False)

    op.create_table('value_chain_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name_fr', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_value_chain_role_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_value_chain_role')),
    sa.UniqueConstraint('code', name=op.f('uq_value_chain_role_code'))
    )
    with op.batch_alter_table('value_chain_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_value_chain_role_sector_id'), ['sector_id'], unique=False)

    op.create_table('delivery_attachment',
    sa.Column('delivery_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_delivery_attachment_delivery_id_delivery'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_delivery_attachment_file_id_stored_file'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('delivery_id', 'file_id', name=op.f('pk_delivery_attachment'))
    )
    with op.batch_alter_table('delivery_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_attachment_delivery_id'), ['delivery_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_attachment_file_id'), ['file_id'], unique=False)

    op.create_table('mandate_region',
    sa.Column('mandate_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_mandate_region_mandate_id_mandate'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_mandate_region_region_id_region'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('mandate_id', 'region_id', name=op.f('pk_mandate_region'))
    )
    with op.batch_alter_table('mandate_region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mandate_region_mandate_id'), ['mandate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandate_region_region_id'), ['region_id'], unique=False)

    op.create_table('member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('legal_name', sa.Text(), nullable=False),
    sa.Column('usual_name', sa.Text(), nullable=False),
    sa.Column('name_to_confirm', sa.Boolean(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text().with_variant(sa.Text(collation='C'), 'postgresql'), nullable=False),
    sa.Column('siren', sa.Text(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('category', sa.Enum('micro', 'sme', 'midcap', 'large', 'laboratory', 'education', 'authority', 'association', 'other', name='member_category', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('category_source', sa.Text(), nullable=False),
    sa.Column('category_year', sa.Integer(), nullable=True),
    sa.Column('headcount_band', sa.Text(), nullable=False),
    sa.Column('headcount_source', sa.Text(), nullable=False),
    sa.Column('headcount_year', sa.Integer(), nullable=True),
    sa.Column('turnover_euros', sa.BigInteger(), nullable=True),
    sa.Column('turnover_year', sa.Integer(), nullable=True),
    sa.Column('activity_code', sa.Text(), nullable=False),
    sa.Column('activity_nomenclature', sa.Enum('naf_rev_2', 'naf_2025', name='nomenclature', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('website', sa.Text(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.Enum('stakeholder', 'prospect', 'active', 'suspended', 'former', name='member_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('main_sector_id', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('archived_on', sa.Date(), nullable=True),
    sa.Column('archived_reason', sa.Text(), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(archived_on IS NULL) = (archived_reason IS NULL)', name=op.f('ck_member_archived_with_a_reason')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_member_department_id_department'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['group_id'], ['member_group.id'], name=op.f('fk_member_group_id_member_group'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['main_sector_id'], ['sector.id'], name=op.f('fk_member_main_sector_id_sector'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['merged_into_id'], ['member.id'], name=op.f('fk_member_merged_into_id_member'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_member_network_id_network'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member')),
    sa.UniqueConstraint('siren', name=op.f('uq_member_siren'))
    )
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.create_index('ix_member_category_list', ['category', 'sort_key', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_member_list', ['archived_on', 'sort_key', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_main_sector_id'), ['main_sector_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_network_id'), ['network_id'], unique=False)
        batch_op.create_index('ix_member_status_list', ['status', 'sort_key', 'id'], unique=False)

    op.create_table('affiliation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('federation_id', sa.Integer(), nullable=True),
    sa.Column('function', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('receives_reports', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(member_id IS NULL) <> (federation_id IS NULL)', name=op.f('ck_affiliation_at_a_member_or_a_federation')),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_affiliation_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_affiliation_contact_id_contact'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_affiliation_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_affiliation_member_id_member'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliation'))
    )
    with op.batch_alter_table('affiliation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_affiliation_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_affiliation_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_affiliation_member_id'), ['member_id'], unique=False)

    op.create_table('member_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_member_name_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_name')),
    sa.UniqueConstraint('member_id', 'folded', name=op.f('uq_member_name_member_id_folded'))
    )
    with op.batch_alter_table('member_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_name_folded'), ['folded'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_name_member_id'), ['member_id'], unique=False)

    op.create_table('member_tag',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_member_tag_member_id_member'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_member_tag_tag_id_tag'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'tag_id', name=op.f('pk_member_tag'))
    )
    with op.batch_alter_table('member_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_tag_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_tag_tag_id'), ['tag_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('college_id', sa.Integer(), nullable=True),
    sa.Column('fee_euros', sa.Integer(), nullable=True),
    sa.Column('called_on', sa.Date(), nullable=True),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['college_id'], ['college.id'], name=op.f('fk_membership_college_id_college'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_membership_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('member_id', 'year', name=op.f('uq_membership_member_id_year'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_college_id'), ['college_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_member_id'), ['member_id'], unique=False)

    op.create_table('sector_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.Column('is_main', sa.Boolean(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_sector_assignment_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_sector_assignment_member_id_member'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['role_id'], ['value_chain_role.id'], name=op.f('fk_sector_assignment_role_id_value_chain_role'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_sector_assignment_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector_assignment'))
    )
    with op.batch_alter_table('sector_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sector_assignment_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sector_assignment_role_id'), ['role_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sector_assignment_sector_id'), ['sector_id'], unique=False)

    op.create_table('site',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('siret', sa.Text(), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('postal_code', sa.Text(), nullable=False),
    sa.Column('town', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('is_head', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_site_department_id_department'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_site_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('siret', name=op.f('uq_site_siret'))
    )
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_site_member_id'), ['member_id'], unique=False)

    op.create_table('status_period',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('stakeholder', 'prospect', 'active', 'suspended', 'former', name='member_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_status_period_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_status_period_member_id_member'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_status_period'))
    )
    with op.batch_alter_table('status_period', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_status_period_member_id'), ['member_id'], unique=False)

    op.create_table('user_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'manager', 'reviewer', 'director', 'observer', 'member', 'officer', 'system', 'stranger', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_reviewer', sa.Boolean(), nullable=False),
    sa.Column('all_sectors', sa.Boolean(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('theme', sa.Text(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('federation_id', sa.Integer(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deactivated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role <> 'member' OR member_id IS NOT NULL", name=op.f('ck_user_account_member_account_has_a_member')),
    sa.CheckConstraint("role <> 'officer' OR federation_id IS NOT NULL", name=op.f('ck_user_account_officer_account_has_a_federation')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_user_account_contact_id_contact'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_user_account_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_user_account_member_id_member'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('email', name=op.f('uq_user_account_email'))
    )
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_account_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_user_account_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_user_account_member_id'), ['member_id'], unique=False)

    op.create_table('account_manager',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_account_manager_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_account_manager_member_id_member'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_account_manager_user_id_user_account'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_manager'))
    )
    with op.batch_alter_table('account_manager', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_manager_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_manager_user_id'), ['user_id'], unique=False)

    op.create_table('interaction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('call', 'visit', 'meeting', 'email', name='interaction_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('submission_key', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_interaction_recorded_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interaction')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_interaction_submission_key'))
    )
    with op.batch_alter_table('interaction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interaction_happened_at'), ['happened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_interaction_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('member_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('mapping', 'checked', 'done', 'abandoned', name='import_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_member_import_file_id_stored_file'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_member_import_job_id_job'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_member_import_user_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_import'))
    )
    with op.batch_alter_table('member_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_import_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_import_job_id'), ['job_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_import_user_id'), ['user_id'], unique=False)

    op.create_table('position',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('priority_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('examples', sa.Text(), nullable=False),
    sa.Column('request', sa.Text(), nullable=False),
    sa.Column('diverging_view', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'approved', 'relayed', 'answered', 'closed', name='position_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('way', sa.Enum('wait', 'ask', 'named', 'signal', name='way', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_revision', sa.Integer(), nullable=True),
    sa.Column('relayed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('content_revision', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user_account.id'], name=op.f('fk_position_approved_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_position_created_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_position_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['priority_id'], ['priority.id'], name=op.f('fk_position_priority_id_priority'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position'))
    )
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_position_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index('ix_position_list', ['federation_id', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_priority_id'), ['priority_id'], unique=False)

    op.create_table('relay',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.Enum('up', 'down', name='direction', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('kind', sa.Enum('report', 'meeting', 'call', 'information', 'opportunity', 'event', 'consultation', 'answer', name='relay_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('draft', 'sent', 'recorded', name='relay_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('deadline_on', sa.Date(), nullable=True),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('submission_key', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f('ck_relay_sent_at_once_sent')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_relay_created_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_relay_federation_id_federation'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relay')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_relay_submission_key'))
    )
    with op.batch_alter_table('relay', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relay_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relay_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index('ix_relay_journal', ['happened_at', 'id'], unique=False)

    op.create_table('reviewer_deputy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.CheckConstraint('until_on >= from_on', name=op.f('ck_reviewer_deputy_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['deputy_id'], ['user_account.id'], name=op.f('fk_reviewer_deputy_deputy_id_user_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_reviewer_deputy_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewer_deputy'))
    )
    with op.batch_alter_table('reviewer_deputy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviewer_deputy_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reviewer_deputy_user_id'), ['user_id'], unique=False)

    op.create_table('sign_in_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('sign_in', 'invitation', name='token_purpose', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('link_hash', sa.Text(), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=False),
    sa.Column('browser_hash', sa.Text(), nullable=False),
    sa.Column('wrong_codes', sa.Integer(), nullable=False),
    sa.Column('next_url', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_sign_in_token_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_token')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_sign_in_token_link_hash'))
    )
    with op.batch_alter_table('sign_in_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_token_browser_hash'), ['browser_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_token_user_id'), ['user_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('subject_type', sa.Text(), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assignee_id'], ['user_account.id'], name=op.f('fk_task_assignee_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_assignee_id'), ['assignee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_task_subject', ['subject_type', 'subject_id'], unique=False)

    op.create_table('user_sector',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_user_sector_sector_id_sector'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_sector_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'sector_id', name=op.f('pk_user_sector'))
    )
    with op.batch_alter_table('user_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_sector_sector_id'), ['sector_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_user_sector_user_id'), ['user_id'], unique=False)

    op.create_table('user_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agent', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_session_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_user_session_token_hash'))
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)

    op.create_table('interaction_contact',
    sa.Column('interaction_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_interaction_contact_contact_id_contact'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_interaction_contact_interaction_id_interaction'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('interaction_id', 'contact_id', name=op.f('pk_interaction_contact'))
    )
    with op.batch_alter_table('interaction_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interaction_contact_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interaction_contact_interaction_id'), ['interaction_id'], unique=False)

    op.create_table('interaction_member',
    sa.Column('interaction_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_interaction_member_interaction_id_interaction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_interaction_member_member_id_member'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('interaction_id', 'member_id', name=op.f('pk_interaction_member'))
    )
    with op.batch_alter_table('interaction_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interaction_member_interaction_id'), ['interaction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interaction_member_member_id'), ['member_id'], unique=False)

    op.create_table('issue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('interaction_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.Enum('portal', 'call', 'visit', 'meeting', 'email', name='channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('kind', sa.Enum('expectation', 'need', 'problem', name='issue_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('priority_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('what_happens', sa.Text(), nullable=False),
    sa.Column('example', sa.Text(), nullable=False),
    sa.Column('already_tried', sa.Text(), nullable=False),
    sa.Column('asked', sa.Text(), nullable=False),
    sa.Column('urgency', sa.Enum('low', 'normal', 'high', name='urgency', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('concerns_third_party', sa.Boolean(), nullable=False),
    sa.Column('third_parties', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'qualified', 'relayed', 'answered', 'solved', 'closed', 'declined', 'withdrawn', name='issue_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('agreement', sa.Enum('own', 'asked', 'agreed', 'refused', name='agreement', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('agreement_is_oral', sa.Boolean(), nullable=False),
    sa.Column('agreement_on', sa.Date(), nullable=True),
    sa.Column('agreement_contact_id', sa.Integer(), nullable=True),
    sa.Column('agreement_recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('qualified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('relayed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('solved_outcome', sa.Text(), nullable=True),
    sa.Column('paused_on', sa.Date(), nullable=True),
    sa.Column('paused_reason', sa.Text(), nullable=True),
    sa.Column('raised_by_relay_id', sa.Integer(), nullable=True),
    sa.Column('submission_key', sa.Text(), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('content_revision', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'solved' OR solved_outcome IS NOT NULL", name=op.f('ck_issue_solved_with_an_outcome')),
    sa.CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name=op.f('ck_issue_submitted_at_once_submitted')),
    sa.CheckConstraint('(paused_on IS NULL) = (paused_reason IS NULL)', name=op.f('ck_issue_paused_with_a_reason')),
    sa.ForeignKeyConstraint(['agreement_contact_id'], ['contact.id'], name=op.f('fk_issue_agreement_contact_id_contact'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['agreement_recorded_by_id'], ['user_account.id'], name=op.f('fk_issue_agreement_recorded_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_issue_contact_id_contact'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['interaction_id'], ['interaction.id'], name=op.f('fk_issue_interaction_id_interaction'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_issue_member_id_member'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['priority_id'], ['priority.id'], name=op.f('fk_issue_priority_id_priority'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['raised_by_relay_id'], ['relay.id'], name=op.f('fk_issue_raised_by_relay_id_relay'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_issue_recorded_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_issue_submission_key'))
    )
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_agreement_contact_id'), ['agreement_contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_agreement_recorded_by_id'), ['agreement_recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index('ix_issue_inbox', ['state', 'submitted_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_interaction_id'), ['interaction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_priority_id'), ['priority_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_raised_by_relay_id'), ['raised_by_relay_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('position_sector',
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_position_sector_position_id_position'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_position_sector_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('position_id', 'sector_id', name=op.f('pk_position_sector'))
    )
    with op.batch_alter_table('position_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_position_sector_position_id'), ['position_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('position_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('issue_ids', sa.JSON(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_label', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_position_version_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_position_version_position_id_position'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position_version')),
    sa.UniqueConstraint('position_id', 'number', name=op.f('uq_position_version_position_id_number'))
    )
    with op.batch_alter_table('position_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_position_version_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_version_position_id'), ['position_id'], unique=False)

    op.create_table('recipient',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('relay_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('suppressed_reason', sa.Text(), nullable=True),
    sa.Column('delivery_id', sa.Integer(), nullable=True),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('interested_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_recipient_contact_id_contact'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_recipient_delivery_id_delivery'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_recipient_member_id_member'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_recipient_relay_id_relay'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recipient')),
    sa.UniqueConstraint('relay_id', 'contact_id', name=op.f('uq_recipient_relay_id_contact_id'))
    )
    with op.batch_alter_table('recipient', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recipient_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recipient_delivery_id'), ['delivery_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recipient_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recipient_relay_id'), ['relay_id'], unique=False)

    op.create_table('relay_position',
    sa.Column('relay_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_relay_position_position_id_position'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_relay_position_relay_id_relay'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('relay_id', 'position_id', name=op.f('pk_relay_position'))
    )
    with op.batch_alter_table('relay_position', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relay_position_position_id'), ['position_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relay_position_relay_id'), ['relay_id'], unique=False)

    op.create_table('relay_sector',
    sa.Column('relay_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_relay_sector_relay_id_relay'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_relay_sector_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('relay_id', 'sector_id', name=op.f('pk_relay_sector'))
    )
    with op.batch_alter_table('relay_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relay_sector_relay_id'), ['relay_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relay_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('period_from', sa.Date(), nullable=False),
    sa.Column('period_until', sa.Date(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'approved', 'sent', 'acknowledged', name='report_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('key_messages', sa.Text(), nullable=False),
    sa.Column('correction_note', sa.Text(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_fingerprint', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_by_id', sa.Integer(), nullable=True),
    sa.Column('document', sa.Text(), nullable=True),
    sa.Column('document_sha256', sa.Text(), nullable=True),
    sa.Column('relay_id', sa.Integer(), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state NOT IN ('sent', 'acknowledged') OR (sent_at IS NOT NULL AND document IS NOT NULL)", name=op.f('ck_report_frozen_once_sent')),
    sa.CheckConstraint('period_until >= period_from', name=op.f('ck_report_period_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['acknowledged_by_id'], ['contact.id'], name=op.f('fk_report_acknowledged_by_id_contact'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user_account.id'], name=op.f('fk_report_approved_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['corrects_id'], ['report.id'], name=op.f('fk_report_corrects_id_report'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_report_created_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_report_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_report_relay_id_relay'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['sent_by_id'], ['user_account.id'], name=op.f('fk_report_sent_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('number', 'edition', name=op.f('uq_report_number_edition'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_acknowledged_by_id'), ['acknowledged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_relay_id'), ['relay_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_sent_by_id'), ['sent_by_id'], unique=False)

    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('taken_up', 'already_covered', 'under_examination', 'more_detail', 'not_our_remit', 'declined', 'no_answer', name='outcome', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('text_members', sa.Text(), nullable=False),
    sa.Column('text_cluster', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'given', 'relayed', name='answer_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('relay_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'draft' OR (outcome IS NOT NULL AND given_at IS NOT NULL)", name=op.f('ck_answer_given_whole')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_answer_contact_id_contact'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_answer_position_id_position'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['user_account.id'], name=op.f('fk_answer_recorded_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_answer_relay_id_relay'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_answer_report_id_report'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('report_id', 'position_id', name=op.f('uq_answer_report_id_position_id'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_position_id'), ['position_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_relay_id'), ['relay_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_report_id'), ['report_id'], unique=False)

    op.create_table('issue_attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_issue_attachment_file_id_stored_file'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_attachment_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_attachment'))
    )
    with op.batch_alter_table('issue_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_attachment_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_attachment_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_consent',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('consent', sa.Enum('named', 'anonymous', 'none', name='consent', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_issue_consent_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_consent_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('issue_id', 'federation_id', name=op.f('pk_issue_consent'))
    )
    with op.batch_alter_table('issue_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_consent_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_consent_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_impact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.Enum('jobs', 'euros', 'days', 'units', name='measure', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_impact_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_impact'))
    )
    with op.batch_alter_table('issue_impact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_impact_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('is_from_member', sa.Boolean(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_label', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_issue_message_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_message_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_message'))
    )
    with op.batch_alter_table('issue_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_message_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_message_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_label', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_issue_note_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_note_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_note'))
    )
    with op.batch_alter_table('issue_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_note_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_note_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_sector',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_sector_issue_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_issue_sector_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('issue_id', 'sector_id', name=op.f('pk_issue_sector'))
    )
    with op.batch_alter_table('issue_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_sector_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('issue_transition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.Enum('draft', 'submitted', 'qualified', 'relayed', 'answered', 'solved', 'closed', 'declined', 'withdrawn', name='from_issue_state', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('to_state', sa.Enum('draft', 'submitted', 'qualified', 'relayed', 'answered', 'solved', 'closed', 'declined', 'withdrawn', name='to_issue_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_label', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user_account.id'], name=op.f('fk_issue_transition_actor_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_transition_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_transition'))
    )
    with op.batch_alter_table('issue_transition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_transition_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_transition_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_label', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_issue_version_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_version_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_version')),
    sa.UniqueConstraint('issue_id', 'number', name=op.f('uq_issue_version_issue_id_number'))
    )
    with op.batch_alter_table('issue_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_version_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_version_issue_id'), ['issue_id'], unique=False)

    op.create_table('position_issue',
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('stance', sa.Enum('for', 'against', name='stance', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('issue_revision', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.Enum('taken_up', 'already_covered', 'under_examination', 'more_detail', 'not_our_remit', 'declined', 'no_answer', name='outcome', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('relayed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by_id'], ['user_account.id'], name=op.f('fk_position_issue_added_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_position_issue_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_position_issue_issue_id_issue'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_position_issue_position_id_position'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('position_id', 'issue_id', name=op.f('pk_position_issue')),
    sa.UniqueConstraint('issue_id', 'federation_id', name=op.f('uq_position_issue_issue_id_federation_id'))
    )
    with op.batch_alter_table('position_issue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_position_issue_added_by_id'), ['added_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_issue_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_issue_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_position_issue_position_id'), ['position_id'], unique=False)

    op.create_table('reading_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('delivery_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_reading_link_contact_id_contact'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_reading_link_delivery_id_delivery'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_reading_link_report_id_report'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_reading_link_token_hash'))
    )
    with op.batch_alter_table('reading_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reading_link_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reading_link_delivery_id'), ['delivery_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reading_link_report_id'), ['report_id'], unique=False)

    op.create_table('relay_issue',
    sa.Column('relay_id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_relay_issue_issue_id_issue'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_relay_issue_relay_id_relay'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('relay_id', 'issue_id', name=op.f('pk_relay_issue'))
    )
    with op.batch_alter_table('relay_issue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relay_issue_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relay_issue_relay_id'), ['relay_id'], unique=False)

    op.create_table('released_cell',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('federation_id', sa.Integer(), nullable=False),
    sa.Column('cell', sa.Text(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('group_keys', sa.JSON(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['federation_id'], ['federation.id'], name=op.f('fk_released_cell_federation_id_federation'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_released_cell_report_id_report'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_cell')),
    sa.UniqueConstraint('report_id', 'cell', name=op.f('uq_released_cell_report_id_cell'))
    )
    with op.batch_alter_table('released_cell', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_released_cell_cell'), ['cell'], unique=False)
        batch_op.create_index(batch_op.f('ix_released_cell_federation_id'), ['federation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_released_cell_report_id'), ['report_id'], unique=False)

    op.create_table('report_file',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('pdf', 'xlsx', 'json', name='file_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_report_file_file_id_stored_file'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_file_report_id_report'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('report_id', 'kind', name=op.f('pk_report_file'))
    )
    with op.batch_alter_table('report_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_file_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_file_report_id'), ['report_id'], unique=False)

    op.create_table('report_position',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_report_position_position_id_position'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_position_report_id_report'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('report_id', 'position_id', name=op.f('pk_report_position'))
    )
    with op.batch_alter_table('report_position', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_position_position_id'), ['position_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_position_report_id'), ['report_id'], unique=False)

    op.create_table('report_sector',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_sector_report_id_report'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_report_sector_sector_id_sector'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('report_id', 'sector_id', name=op.f('pk_report_sector'))
    )
    with op.batch_alter_table('report_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_sector_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('is_self_review', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.Enum('approved', 'sent_back', name='verdict', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.CheckConstraint('(verdict IS NULL) = (finished_at IS NULL)', name=op.f('ck_review_finished_with_a_verdict')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_review_report_id_report'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reviewer_id'], ['user_account.id'], name=op.f('fk_review_reviewer_id_user_account'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_reviewer_id'), ['reviewer_id'], unique=False)

    op.create_table('waiver',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('leak_key', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user_account.id'], name=op.f('fk_waiver_approved_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_waiver_report_id_report'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['requested_by_id'], ['user_account.id'], name=op.f('fk_waiver_requested_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiver')),
    sa.UniqueConstraint('report_id', 'leak_key', name=op.f('uq_waiver_report_id_leak_key'))
    )
    with op.batch_alter_table('waiver', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_waiver_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_waiver_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_waiver_requested_by_id'), ['requested_by_id'], unique=False)

    op.create_table('wording_agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('signal', 'named', 'ask', name='wording_purpose', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('wording_hash', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_wording_agreement_issue_id_issue'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_wording_agreement_position_id_position'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wording_agreement')),
    sa.UniqueConstraint('position_id', 'issue_id', 'purpose', 'wording_hash', name=op.f('uq_wording_agreement_position_id_issue_id_purpose_wording_hash'))
    )
    with op.batch_alter_table('wording_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wording_agreement_issue_id'), ['issue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_wording_agreement_position_id'), ['position_id'], unique=False)

    op.create_table('review_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.Text(), nullable=False),
    sa.Column('verdict', sa.Enum('approved', 'sent_back', name='verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_item_review_id_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_item')),
    sa.UniqueConstraint('review_id', 'item', name=op.f('uq_review_item_review_id_item'))
    )
    with op.batch_alter_table('review_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_item_review_id'), ['review_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('review_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_item_review_id'))

    op.drop_table('review_item')
    with op.batch_alter_table('wording_agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wording_agreement_position_id'))
        batch_op.drop_index(batch_op.f('ix_wording_agreement_issue_id'))

    op.drop_table('wording_agreement')
    with op.batch_alter_table('waiver', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_waiver_requested_by_id'))
        batch_op.drop_index(batch_op.f('ix_waiver_report_id'))
        batch_op.drop_index(batch_op.f('ix_waiver_approved_by_id'))

    op.drop_table('waiver')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_reviewer_id'))
        batch_op.drop_index(batch_op.f('ix_review_report_id'))

    op.drop_table('review')
    with op.batch_alter_table('report_sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_sector_sector_id'))
        batch_op.drop_index(batch_op.f('ix_report_sector_report_id'))

    op.drop_table('report_sector')
    with op.batch_alter_table('report_position', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_position_report_id'))
        batch_op.drop_index(batch_op.f('ix_report_position_position_id'))

    op.drop_table('report_position')
    with op.batch_alter_table('report_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_file_report_id'))
        batch_op.drop_index(batch_op.f('ix_report_file_file_id'))

    op.drop_table('report_file')
    with op.batch_alter_table('released_cell', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_released_cell_report_id'))
        batch_op.drop_index(batch_op.f('ix_released_cell_federation_id'))
        batch_op.drop_index(batch_op.f('ix_released_cell_cell'))

    op.drop_table('released_cell')
    with op.batch_alter_table('relay_issue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relay_issue_relay_id'))
        batch_op.drop_index(batch_op.f('ix_relay_issue_issue_id'))

    op.drop_table('relay_issue')
    with op.batch_alter_table('reading_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reading_link_report_id'))
        batch_op.drop_index(batch_op.f('ix_reading_link_delivery_id'))
        batch_op.drop_index(batch_op.f('ix_reading_link_contact_id'))

    op.drop_table('reading_link')
    with op.batch_alter_table('position_issue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_position_issue_position_id'))
        batch_op.drop_index(batch_op.f('ix_position_issue_issue_id'))
        batch_op.drop_index(batch_op.f('ix_position_issue_federation_id'))
        batch_op.drop_index(batch_op.f('ix_position_issue_added_by_id'))

    op.drop_table('position_issue')
    with op.batch_alter_table('issue_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_version_issue_id'))
        batch_op.drop_index(batch_op.f('ix_issue_version_author_id'))

    op.drop_table('issue_version')
    with op.batch_alter_table('issue_transition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_transition_issue_id'))
        batch_op.drop_index(batch_op.f('ix_issue_transition_actor_id'))

    op.drop_table('issue_transition')
    with op.batch_alter_table('issue_sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_sector_sector_id'))
        batch_op.drop_index(batch_op.f('ix_issue_sector_issue_id'))

    op.drop_table('issue_sector')
    with op.batch_alter_table('issue_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_note_issue_id'))
        batch_op.drop_index(batch_op.f('ix_issue_note_author_id'))

    op.drop_table('issue_note')
    with op.batch_alter_table('issue_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_message_issue_id'))
        batch_op.drop_index(batch_op.f('ix_issue_message_author_id'))

    op.drop_table('issue_message')
    with op.batch_alter_table('issue_impact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_impact_issue_id'))

    op.drop_table('issue_impact')
    with op.batch_alter_table('issue_consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_consent_issue_id'))
        batch_op.drop_index(batch_op.f('ix_issue_consent_federation_id'))

    op.drop_table('issue_consent')
    with op.batch_alter_table('issue_attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_attachment_issue_id'))
        batch_op.drop_index(batch_op.f('ix_issue_attachment_file_id'))

    op.drop_table('issue_attachment')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_report_id'))
        batch_op.drop_index(batch_op.f('ix_answer_relay_id'))
        batch_op.drop_index(batch_op.f('ix_answer_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_answer_position_id'))
        batch_op.drop_index(batch_op.f('ix_answer_contact_id'))

    op.drop_table('answer')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_sent_by_id'))
        batch_op.drop_index(batch_op.f('ix_report_relay_id'))
        batch_op.drop_index(batch_op.f('ix_report_federation_id'))
        batch_op.drop_index(batch_op.f('ix_report_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_report_corrects_id'))
        batch_op.drop_index(batch_op.f('ix_report_approved_by_id'))
        batch_op.drop_index(batch_op.f('ix_report_acknowledged_by_id'))

    op.drop_table('report')
    with op.batch_alter_table('relay_sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relay_sector_sector_id'))
        batch_op.drop_index(batch_op.f('ix_relay_sector_relay_id'))

    op.drop_table('relay_sector')
    with op.batch_alter_table('relay_position', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relay_position_relay_id'))
        batch_op.drop_index(batch_op.f('ix_relay_position_position_id'))

    op.drop_table('relay_position')
    with op.batch_alter_table('recipient', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recipient_relay_id'))
        batch_op.drop_index(batch_op.f('ix_recipient_member_id'))
        batch_op.drop_index(batch_op.f('ix_recipient_delivery_id'))
        batch_op.drop_index(batch_op.f('ix_recipient_contact_id'))

    op.drop_table('recipient')
    with op.batch_alter_table('position_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_position_version_position_id'))
        batch_op.drop_index(batch_op.f('ix_position_version_author_id'))

    op.drop_table('position_version')
    with op.batch_alter_table('position_sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_position_sector_sector_id'))
        batch_op.drop_index(batch_op.f('ix_position_sector_position_id'))

    op.drop_table('position_sector')
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_issue_raised_by_relay_id'))
        batch_op.drop_index(batch_op.f('ix_issue_priority_id'))
        batch_op.drop_index(batch_op.f('ix_issue_member_id'))
        batch_op.drop_index(batch_op.f('ix_issue_interaction_id'))
        batch_op.drop_index('ix_issue_inbox')
        batch_op.drop_index(batch_op.f('ix_issue_contact_id'))
        batch_op.drop_index(batch_op.f('ix_issue_agreement_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_issue_agreement_contact_id'))

    op.drop_table('issue')
    with op.batch_alter_table('interaction_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interaction_member_member_id'))
        batch_op.drop_index(batch_op.f('ix_interaction_member_interaction_id'))

    op.drop_table('interaction_member')
    with op.batch_alter_table('interaction_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interaction_contact_interaction_id'))
        batch_op.drop_index(batch_op.f('ix_interaction_contact_contact_id'))

    op.drop_table('interaction_contact')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')
    with op.batch_alter_table('user_sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_sector_user_id'))
        batch_op.drop_index(batch_op.f('ix_user_sector_sector_id'))

    op.drop_table('user_sector')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_subject')
        batch_op.drop_index(batch_op.f('ix_task_due_on'))
        batch_op.drop_index(batch_op.f('ix_task_assignee_id'))

    op.drop_table('task')
    with op.batch_alter_table('sign_in_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_token_user_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_token_browser_hash'))

    op.drop_table('sign_in_token')
    with op.batch_alter_table('reviewer_deputy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviewer_deputy_user_id'))
        batch_op.drop_index(batch_op.f('ix_reviewer_deputy_deputy_id'))

    op.drop_table('reviewer_deputy')
    with op.batch_alter_table('relay', schema=None) as batch_op:
        batch_op.drop_index('ix_relay_journal')
        batch_op.drop_index(batch_op.f('ix_relay_federation_id'))
        batch_op.drop_index(batch_op.f('ix_relay_created_by_id'))

    op.drop_table('relay')
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_position_priority_id'))
        batch_op.drop_index('ix_position_list')
        batch_op.drop_index(batch_op.f('ix_position_federation_id'))
        batch_op.drop_index(batch_op.f('ix_position_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_position_approved_by_id'))

    op.drop_table('position')
    with op.batch_alter_table('member_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_import_user_id'))
        batch_op.drop_index(batch_op.f('ix_member_import_job_id'))
        batch_op.drop_index(batch_op.f('ix_member_import_file_id'))

    op.drop_table('member_import')
    with op.batch_alter_table('interaction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interaction_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_interaction_happened_at'))

    op.drop_table('interaction')
    with op.batch_alter_table('account_manager', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_manager_user_id'))
        batch_op.drop_index(batch_op.f('ix_account_manager_member_id'))

    op.drop_table('account_manager')
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_account_member_id'))
        batch_op.drop_index(batch_op.f('ix_user_account_federation_id'))
        batch_op.drop_index(batch_op.f('ix_user_account_contact_id'))

    op.drop_table('user_account')
    with op.batch_alter_table('status_period', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_status_period_member_id'))

    op.drop_table('status_period')
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_site_member_id'))
        batch_op.drop_index(batch_op.f('ix_site_department_id'))

    op.drop_table('site')
    with op.batch_alter_table('sector_assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sector_assignment_sector_id'))
        batch_op.drop_index(batch_op.f('ix_sector_assignment_role_id'))
        batch_op.drop_index(batch_op.f('ix_sector_assignment_member_id'))

    op.drop_table('sector_assignment')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_member_id'))
        batch_op.drop_index(batch_op.f('ix_membership_college_id'))

    op.drop_table('membership')
    with op.batch_alter_table('member_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_tag_tag_id'))
        batch_op.drop_index(batch_op.f('ix_member_tag_member_id'))

    op.drop_table('member_tag')
    with op.batch_alter_table('member_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_name_member_id'))
        batch_op.drop_index(batch_op.f('ix_member_name_folded'))

    op.drop_table('member_name')
    with op.batch_alter_table('affiliation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_affiliation_member_id'))
        batch_op.drop_index(batch_op.f('ix_affiliation_federation_id'))
        batch_op.drop_index(batch_op.f('ix_affiliation_contact_id'))

    op.drop_table('affiliation')
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.drop_index('ix_member_status_list')
        batch_op.drop_index(batch_op.f('ix_member_network_id'))
        batch_op.drop_index(batch_op.f('ix_member_merged_into_id'))
        batch_op.drop_index(batch_op.f('ix_member_main_sector_id'))
        batch_op.drop_index('ix_member_list')
        batch_op.drop_index(batch_op.f('ix_member_group_id'))
        batch_op.drop_index(batch_op.f('ix_member_department_id'))
        batch_op.drop_index('ix_member_category_list')

    op.drop_table('member')
    with op.batch_alter_table('mandate_region', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mandate_region_region_id'))
        batch_op.drop_index(batch_op.f('ix_mandate_region_mandate_id'))

    op.drop_table('mandate_region')
    with op.batch_alter_table('delivery_attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_attachment_file_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_attachment_delivery_id'))

    op.drop_table('delivery_attachment')
    with op.batch_alter_table('value_chain_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_value_chain_role_sector_id'))

    op.drop_table('value_chain_role')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_federation_id'))

    op.drop_table('programme')
    with op.batch_alter_table('priority', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_priority_federation_id'))

    op.drop_table('priority')
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mandate_sector_id'))
        batch_op.drop_index(batch_op.f('ix_mandate_federation_id'))

    op.drop_table('mandate')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_requested_by_id'))
        batch_op.drop_index(batch_op.f('ix_job_file_id'))
        batch_op.drop_index('ix_job_due')

    op.drop_table('job')
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_department_region_id'))

    op.drop_table('department')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_kind'))
        batch_op.drop_index('ix_delivery_due')
        batch_op.drop_index(batch_op.f('ix_delivery_contact_id'))

    op.drop_table('delivery')
    op.drop_table('tag')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stored_file_sha256'))

    op.drop_table('stored_file')
    op.drop_table('setting')
    op.drop_table('sector')
    op.drop_table('region')
    with op.batch_alter_table('rate_count', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rate_count_window_start'))

    op.drop_table('rate_count')
    op.drop_table('periodic_run')
    op.drop_table('network')
    op.drop_table('milestone')
    op.drop_table('member_group')
    op.drop_table('key_figure')
    op.drop_table('heartbeat')
    op.drop_table('federation')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_sort_key'))

    op.drop_table('contact')
    op.drop_table('college')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_event_subject')
        batch_op.drop_index(batch_op.f('ix_audit_event_at'))
        batch_op.drop_index(batch_op.f('ix_audit_event_actor_id'))

    op.drop_table('audit_event')
