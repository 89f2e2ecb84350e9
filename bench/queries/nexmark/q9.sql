-- Ties of price and time go by bidder: the order is total.
SELECT id, itemName, description, initialBid, reserve, dateTime, expires, seller, category, extra, auction, bidder, price, bidTime, bidExtra
FROM (
  SELECT A.*, B.auction, B.bidder, B.price, B.dateTime AS bidTime, B.extra AS bidExtra,
    row_number() OVER (PARTITION BY A.id ORDER BY B.price DESC, B.dateTime, B.bidder) AS rownum
  FROM auction A JOIN bid B ON A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires
) Q
WHERE rownum <= 1
