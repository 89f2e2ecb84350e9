SELECT B.auction, B.price, B.bidder, B.dateTime, B.extra
FROM bid B
JOIN (
  SELECT max(price) AS maxprice, window_end
  FROM TUMBLE(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '10' SECOND)
  GROUP BY window_start, window_end
) B1
ON B.price = B1.maxprice AND B.dateTime BETWEEN B1.window_end - INTERVAL '10' SECOND AND B1.window_end
