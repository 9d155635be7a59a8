"""A sale, told by a client that others generated from the API document: openapi-python-client."""

import datetime
import os
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from guanxi_client import AuthenticatedClient, Client
from guanxi_client.api.accounts import (
    create_account,
    delete_account,
    get_account,
    list_accounts,
    query_accounts,
    restore_account,
)
from guanxi_client.api.auth import sign_in
from guanxi_client.api.contacts import create_contact
from guanxi_client.api.opportunities import (
    aggregate_opportunities,
    create_opportunity,
    update_opportunity,
    win_opportunity,
)
from guanxi_client.api.tags import batch_tags
from guanxi_client.models import (
    Account,
    AccountCreate,
    AccountPage,
    AggregateQuery,
    AggregateQueryMeasuresItem,
    Batch,
    BatchCreate,
    BatchCreateBody,
    BatchCreateOp,
    BatchOutcomes,
    Contact,
    ContactCreate,
    Filter,
    ListAccountsFilter,
    MoneyOrNullType0,
    Nothing,
    Opportunity,
    OpportunityCreate,
    OpportunityLineInput,
    OpportunityPatch,
    Problem,
    RecordQuery,
    Signed,
    SignIn,
    Sums,
    WinOpportunityBody,
)
from guanxi_client.types import Response

T = TypeVar("T")


def told(answer: Response[Any], kind: type[T]) -> T:
    """What came back, which must be of this kind."""
    assert isinstance(answer.parsed, kind), f"{answer.status_code}: {answer.content!r}"
    return answer.parsed


base_url = os.environ["GUANXI"]
signed_in = told(
    sign_in.sync_detailed(
        client=Client(base_url=base_url),
        body=SignIn(login=os.environ["LOGIN"], password=os.environ["PASSWORD"]),
    ),
    Signed,
)
api = AuthenticatedClient(base_url=base_url, token=signed_in.access_token)

account = told(
    create_account.sync_detailed(client=api, body=AccountCreate(name="Harbour & Sons")), Account
)
contact = told(
    create_contact.sync_detailed(
        client=api, body=ContactCreate(family_name="Berg", account_id=account.id)
    ),
    Contact,
)
line = OpportunityLineInput(description="Crane", quantity="2", unit_price="1500.50")
sale = told(
    create_opportunity.sync_detailed(
        client=api,
        body=OpportunityCreate(name="Two cranes", account_id=account.id, lines=[line]),
    ),
    Opportunity,
)
assert isinstance(sale.id, UUID)
assert isinstance(sale.amount, MoneyOrNullType0), sale.amount
assert (sale.amount.amount_minor, sale.amount.currency) == (300_100, "EUR")

named = ListAccountsFilter.from_dict({"filter[name]": "Harbour & Sons"})
page = told(
    list_accounts.sync_detailed(client=api, filter_=named, sort=["-updated_at"]), AccountPage
)
assert [one.id for one in page.data] == [account.id]
either = Filter(
    or_=[
        Filter(field="name", op="starts", value="Harbour"),
        Filter(field="city", op="empty", value=False),
    ]
)
page = told(
    query_accounts.sync_detailed(client=api, body=RecordQuery(filter_=either, limit=5)), AccountPage
)
assert [one.id for one in page.data] == [account.id]

seen = f'"{sale.version}"'
changed = told(
    update_opportunity.sync_detailed(
        sale.id,
        client=api,
        if_match=seen,
        body=OpportunityPatch(close_on=datetime.date(2026, 11, 30)),
    ),
    Opportunity,
)
assert changed.close_on == datetime.date(2026, 11, 30)
stale = told(
    update_opportunity.sync_detailed(
        sale.id, client=api, if_match=seen, body=OpportunityPatch(close_on=None)
    ),
    Problem,
)
assert (stale.status, stale.code) == (412, "stale"), stale
won = told(
    win_opportunity.sync_detailed(
        sale.id,
        client=api,
        body=WinOpportunityBody(
            close_on=datetime.date(2026, 11, 22), primary_contact_id=contact.id
        ),
    ),
    Opportunity,
)
assert won.status == "won", won.status

sums = told(
    aggregate_opportunities.sync_detailed(
        client=api,
        body=AggregateQuery(
            filter_=Filter(field="status", value="won"),
            measures=[
                AggregateQueryMeasuresItem(function="count"),
            ],
        ),
    ),
    Sums,
)
assert sums.groups[0].values["count"] == 1, sums

outcomes = told(
    batch_tags.sync_detailed(
        client=api,
        body=Batch(
            atomic=False,
            operations=[
                BatchCreate(op=BatchCreateOp.CREATE, body=BatchCreateBody.from_dict({"name": "VIP"})),
                BatchCreate(op=BatchCreateOp.CREATE, body=BatchCreateBody.from_dict({"name": ""})),
            ],
        ),
    ),
    BatchOutcomes,
)
assert [one.status for one in outcomes.data] == [201, 422], outcomes

deleted = delete_account.sync_detailed(account.id, client=api, if_match="*")
assert deleted.status_code == HTTPStatus.OK, deleted
gone = told(get_account.sync_detailed(account.id, client=api), Problem)
assert gone.code == "not_found", gone
told(restore_account.sync_detailed(account.id, client=api, body=Nothing()), Account)
back = told(get_account.sync_detailed(account.id, client=api), Account)
assert back.name == "Harbour & Sons"
print("told")
