-- Ties of price and of time go by bidder and auction: the order is total.
SELECT seller, avg(final) OVER (PARTITION BY seller ORDER BY dateTime, id ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS price
FROM (
  SELECT A.id, A.seller, B.price AS final, B.dateTime,
    row_number() OVER (PARTITION BY A.id, A.seller ORDER BY B.price DESC, B.dateTime, B.bidder) AS rownum
  FROM auction A JOIN bid B ON A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires
) Q
WHERE rownum <= 1
