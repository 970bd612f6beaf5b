"""Try the bot without Telegram: `python -m tests.telegram_server --port 8081`, then start the bot."""

import argparse
import asyncio

from tests.telegram_server.server import TOKEN, FakeTelegram
from tests.telegram_server.terminal import HELP, converse


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--token", default=TOKEN, help="the token the bot will use")
    parser.add_argument("--language", default="en", help="language of your Telegram (default: %(default)s)")
    parser.add_argument("--name", default="Sam", help="your first name (default: %(default)s)")
    parser.add_argument("--user", type=int, default=1001, help="your user id (default: %(default)s)")
    return parser.parse_args()


async def chat(chosen: argparse.Namespace) -> None:
    async with FakeTelegram(token=chosen.token, port=chosen.port) as telegram:
        user = telegram.user(chosen.user, language=chosen.language, first_name=chosen.name)
        print("Start the bot with these settings, then write to it here:")
        print(f"  TELEGRAM_API_BASE_URL={telegram.base_url}")
        print(f"  TELEGRAM_BOT_TOKEN={telegram.token}\n")
        print(HELP, flush=True)
        await converse(telegram, user)


if __name__ == "__main__":
    try:
        asyncio.run(chat(arguments()))
    except KeyboardInterrupt:
        print()
