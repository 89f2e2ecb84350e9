-- Ties of time go by price: the order is total.
SELECT auction, bidder, price, channel, url, dateTime, extra
FROM (SELECT *, row_number() OVER (PARTITION BY bidder, auction ORDER BY dateTime DESC, price DESC) AS rank_number FROM bid) Q
WHERE rank_number <= 1
