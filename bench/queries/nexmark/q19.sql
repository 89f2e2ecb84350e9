-- Ties of price go by time and bidder: the order is total.
SELECT *
FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC, dateTime, bidder) AS rank_number FROM bid) Q
WHERE rank_number <= 10
