"""Chat: conversations of two and of up to 250, one order of messages in each, and who has got and read how much.

Owns conversations, their members, messages, marks (received, read) and each member's own choices. Says `MessageSent`,
`MessageRemoved`, `MessageWaits` and `ConversationPictured`. A message goes straight to the open sockets of the members;
what did not arrive is found by `syncSince`, and `MessageSent`, heard by chat itself, tells devices that they lack
something. Reads the cards of graph (blocks), profiles, media, posts and realtime (open sockets).
"""
