"""Discovery: finding people, photographs, hashtags and places, what trends, and whom one may want to follow.

Says `TagFollowed`. Reacts to facts of profiles, posts and graph by keeping read models in MongoDB that scripts/rebuild
makes anew; what it shows of somebody or something, and whether it may, is read from the cards, and from graph's
relations, through their views at that moment. Whom somebody opened, which hashtags they follow and whom they do not
want suggested lies in its table. Without MongoDB searches, pages, trends and suggestions answer 503, and nothing else
is missing.
"""
