const request = require('request')

const options = {
  method: 'GET',
  url: 'https://<domain>/<api prefix>/<version>/support/ticket/download/<attachment_id>/',
  headers: {
    apikey: '<apikey>',
    Authorization: 'Bearer <access token>',
  },
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
