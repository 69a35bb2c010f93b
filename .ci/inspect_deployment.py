"""Looks at a rehearsed deployment through the AWS API: exits 1 and says what is missing."""
import sys

import boto3

stage = sys.argv[1]
wrong = []


def check(what: str, holds: bool) -> None:
    print(f"{'ok ' if holds else 'NOT'} {what}")
    if not holds:
        wrong.append(what)


stacks = {s["StackName"]: s["StackStatus"] for s in boto3.client("cloudformation").describe_stacks()["Stacks"]}
for service in ("ingestion", "strategy", "query"):
    check(f"stack evenkeel-{service}-{stage} is complete", stacks.get(f"evenkeel-{service}-{stage}", "").endswith("_COMPLETE"))

dynamodb = boto3.client("dynamodb")
tables = set(dynamodb.list_tables()["TableNames"])
for name in ("PriceHistory", "Ingestion", "Strategy"):
    check(f"table evenkeel-{stage}-{name} exists", f"evenkeel-{stage}-{name}" in tables)
price = dynamodb.describe_table(TableName=f"evenkeel-{stage}-PriceHistory")["Table"]
check("the price table streams old and new images", price.get("StreamSpecification", {}).get("StreamViewType") == "NEW_AND_OLD_IMAGES")
check("the price table is protected from deletion", price.get("DeletionProtectionEnabled") is True)

functions = {f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]}
for service, names in {"ingestion": ("warmUp", "update", "audit"), "strategy": ("recompute", "rebuild"), "query": ("api",)}.items():
    for name in names:
        check(f"function evenkeel-{service}-{stage}-{name} exists", f"evenkeel-{service}-{stage}-{name}" in functions)

mappings = boto3.client("lambda").list_event_source_mappings()["EventSourceMappings"]
check("the stream of the price table wakes recompute, and nothing else listens",
      [(m["EventSourceArn"], m["FunctionArn"].split(":")[-1]) for m in mappings]
      == [(price["LatestStreamArn"], f"evenkeel-strategy-{stage}-recompute")])

sys.exit(1 if wrong else 0)
