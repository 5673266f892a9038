"""A program that sends file after file for Alice until it is killed: python -m tests.files.uploading < configuration.

It prints a line for each that is added.
"""

import asyncio
import json
import os
import sys

from app import config, db
from app.web.logs import set_up_logs
from tests.files import kept, pictures

FILES = 50


async def main() -> None:
    async with db.open_pool():
        content = [pictures.png(), pictures.png((1200, 1200)) + os.urandom(6_000_000)]
        for number in range(FILES):
            await kept.keep(content[number % 2], f"{number}.png", from_client=False)
            sys.stdout.write(f"added {number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    set_up_logs()
    config.settle(config.read(json.load(sys.stdin)))
    asyncio.run(main())
