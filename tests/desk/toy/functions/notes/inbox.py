"""Takes messages and prints them."""


def app(event, context):
    for record in event["Records"]:
        print("message", record["body"])
    return {"batchItemFailures": []}
